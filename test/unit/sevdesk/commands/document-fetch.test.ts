import { describe, expect, it } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import { CommandRefused, RequestRejected, UnexpectedAnswer } from '../../../../shared/domain/sevdesk-error.ts';
import { documentFetchPlan } from '../../../../shared/sevdesk/commands/document-fetch.ts';
import { anInvoice } from '../../../support/builders.ts';
import { listOf, type Replies } from '../../../support/fake-sevdesk.ts';
import { notFound } from '../../../support/listed-sevdesk.ts';
import { stepContext, stepOf } from '../../../support/step-context.ts';

const PDF = '%PDF-1.5\n%%EOF\n';
const content = Buffer.from(PDF).toString('base64');
const pdfOf = (filename: string) => ({
  objects: { filename, mimetype: 'application/pdf', base64Encoded: true, content },
});
const record = { id: '4711' };

function fetch(data: CommandData<'document.fetch'>, replies: Replies) {
  const world = stepContext<'document.fetch'>(data, { replies });
  return { ...world, fetched: stepOf(documentFetchPlan, 'fetch', data).prepare(world.context) };
}

describe('fetching a document', () => {
  it.each(['Invoice', 'CreditNote', 'Order'] as const)('of %s never opens a draft', async (resource) => {
    const replies = { [`GET ${resource}/4711/getPdf`]: pdfOf('RE-1017.pdf') };
    const { fetched, sevdesk, stored } = fetch({ resource, record }, replies);
    expect(await fetched).toEqual({
      kind: 'done',
      outcome: {
        resource,
        recordId: '4711',
        details: {
          dataref: `s3://bucket/documents/acme/${resource}-4711/c-1.pdf`,
          bytes: PDF.length,
          contentType: 'application/pdf',
          filename: 'RE-1017.pdf',
        },
      },
    });
    expect(sevdesk.calls).toMatchObject([{ query: { preventSendBy: 'true', download: 'false' } }]);
    expect(stored.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([PDF]);
  });

  it('writes nothing to sevdesk', () => {
    expect(documentFetchPlan.onlyReads).toBe(true);
  });

  it('names the file of a draft, which has no number', async () => {
    const { fetched } = fetch({ resource: 'Invoice', record }, { 'GET Invoice/4711/getPdf': pdfOf('.pdf') });
    expect(await fetched).toMatchObject({ outcome: { details: { filename: 'Invoice-4711.pdf' } } });
  });

  it('keeps the XML of an e-invoice', async () => {
    const xml = '<?xml version="1.0"?>\n<Größe/>';
    const replies = { 'GET Invoice/4711': listOf(anInvoice()), 'GET Invoice/4711/getXml': { objects: xml } };
    const { fetched, stored } = fetch({ resource: 'Invoice', record, format: 'xml' }, replies);
    const details = { filename: 'Invoice-4711.xml', bytes: 32, contentType: 'application/xml' };
    expect(await fetched).toMatchObject({ outcome: { details } });
    expect(stored).toMatchObject([{ name: 'Invoice-4711/c-1.xml', bytes: Buffer.from(xml) }]);
  });

  it('says that a draft has no XML', async () => {
    const replies = { 'GET Invoice/4711': listOf(anInvoice({ status: '100' })) };
    const { fetched } = fetch({ resource: 'Invoice', record, format: 'xml' }, replies);
    await expect(fetched).rejects.toThrow(CommandRefused);
  });

  it.each([
    ['no file', { filename: 'RE-1017.pdf' }],
    ['no PDF', { ...pdfOf('RE-1017.pdf').objects, content: Buffer.from('<html>').toString('base64') }],
    ['nothing', null],
  ])('keeps %s', async (_name, objects) => {
    const { fetched, stored } = fetch({ resource: 'Invoice', record }, { 'GET Invoice/4711/getPdf': { objects } });
    await expect(fetched).rejects.toThrow(UnexpectedAnswer);
    expect(stored).toEqual([]);
  });

  it.each(['pdf', 'xml'] as const)('says that the document is not there: %s', async (format) => {
    const none = notFound('Invoice', '4711');
    const replies = { 'GET Invoice/4711/getPdf': none, 'GET Invoice/4711': none };
    await expect(fetch({ resource: 'Invoice', record, format }, replies).fetched).rejects.toMatchObject({
      reason: 'dependency_missing',
      message: 'sevdesk has no Invoice 4711: create it first, or name one that is there.',
    });
  });

  it('passes on what else is missing', async () => {
    const none = notFound('LetterPaper', '1');
    const replies = { 'GET Invoice/4711/getPdf': none, 'GET Invoice/4711': listOf(anInvoice()) };
    await expect(fetch({ resource: 'Invoice', record }, replies).fetched).rejects.toBe(none);
  });

  it('passes on what sevdesk refuses', async () => {
    const refusal = new RequestRejected('Invoice number is required', { status: 503 });
    const { fetched } = fetch({ resource: 'Invoice', record }, { 'GET Invoice/4711/getPdf': refusal });
    await expect(fetched).rejects.toBe(refusal);
  });
});
