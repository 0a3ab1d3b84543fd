import { describe, expect, it, vi } from 'vitest';
import { sevdeskClient } from '../../../shared/sevdesk/client.ts';
import type { Exchange } from '../../../shared/sevdesk/exchange.ts';
import { requestBody } from '../../../shared/sevdesk/request-body.ts';
import { silentLog } from '../../support/silent-log.ts';

const file = {
  name: 'Beleg "März".pdf',
  contentType: 'application/pdf',
  bytes: Uint8Array.from([0x25, 0x50, 0x44, 0x46, 0x00, 0xff, 0x0d, 0x0a]),
};

/** A form as any server reads it. */
async function formOf(contentType: string, content: string | Uint8Array) {
  const headers = { 'content-type': contentType };
  const form = await new Response(new Uint8Array(Buffer.from(content)), { headers }).formData();
  return [...form] as [string, File][];
}

describe('what a request carries', () => {
  it('is nothing, or JSON', async () => {
    expect(await requestBody({})).toBeUndefined();
    expect(await requestBody({ body: null })).toEqual({ contentType: 'application/json', content: 'null' });
  });

  it('is a form with one file, byte by byte', async () => {
    const body = await requestBody({ file });
    const [[field, sent] = [], ...others] = await formOf(body?.contentType ?? '', body?.content ?? '');
    expect(others).toEqual([]);
    expect(field).toBe('file');
    expect(sent).toMatchObject({ name: file.name, type: file.contentType });
    expect(new Uint8Array((await sent?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(file.bytes);
  });

  it('goes out with its own content type, and the token only in its header', async () => {
    const token = 'f00dfeed'.repeat(4);
    const sent = vi.fn<Exchange>(async () => ({
      status: 201,
      headers: {},
      bytes: Buffer.from('{"objects":{"filename":"d97a.pdf"}}'),
      hash: '',
    }));
    const baseUrl = 'https://sevdesk.invalid/api/v1';
    const client = sevdeskClient({ baseUrl, token, spend: async () => undefined, log: silentLog(), exchange: sent });
    const answer = await client.call({ method: 'POST', path: 'Voucher/Factory/uploadTempFile', file });
    expect(answer.objects).toEqual({ filename: 'd97a.pdf' });
    const { headers = {}, body = '' } = sent.mock.calls[0]?.[0] ?? {};
    expect(headers).toMatchObject({
      authorization: token,
      'content-type': expect.stringMatching(/^multipart\/form-data; boundary=/),
    });
    expect(Buffer.from(body).includes(token)).toBe(false);
    expect(await formOf(headers['content-type'] ?? '', body)).toHaveLength(1);
  });
});
