import { describe, expect, it } from 'vitest';
import {
  OutcomeUnknown,
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
  UnexpectedAnswer,
} from '../../../shared/domain/sevdesk-error.ts';
import { readAnswer } from '../../../shared/sevdesk/answer.ts';

const refusal = (code: number | null, message = 'No.') =>
  JSON.stringify({ error: { exceptionUUID: 'u-1', message, errorCode: 0, code, data: [] }, objects: null });
const html = '<html><body>Bad gateway</body></html>';

describe('reactions to answers', () => {
  it.each([
    ['429', 429, '', true, SevdeskThrottled],
    ['429 in HTML', 429, html, false, SevdeskThrottled],
    [
      'a refused token, in its own shape',
      401,
      '{"status":401,"message":"Authentication required"}',
      false,
      TokenRejected,
    ],
    ['a refusal', 422, refusal(170), true, RequestRejected],
    ['a locked account on a write', 403, refusal(null), true, SevdeskUnavailable],
    ['a locked account on a read', 403, refusal(null), false, RequestRejected],
    ['a page of a proxy that refuses a write', 404, html, true, SevdeskUnavailable],
    ['a page of a proxy that refuses a read', 403, html, false, SevdeskUnavailable],
    ['an endpoint that does not exist', 404, html, false, RequestRejected],
    ['a page that calls a write too large', 413, html, true, RequestRejected],
    ['a page that calls a read too large', 414, html, false, RequestRejected],
    ['a page that refuses the form of a write', 415, html, true, RequestRejected],
    ['a page of maintenance that takes no write', 405, html, true, SevdeskUnavailable],
    ['an error inside 200', 200, refusal(390), true, RequestRejected],
    ['500 on a read', 500, refusal(null), false, SevdeskUnavailable],
    ['500 on a write', 500, refusal(null), true, OutcomeUnknown],
    ['500 on a write, known as a refusal', 500, refusal(null, 'Missing iban and bic'), true, RequestRejected],
    ['503 on a read, known as a refusal', 503, refusal(null, 'Invoice number is required'), false, RequestRejected],
    ['502 in HTML on a write', 502, html, true, OutcomeUnknown],
    ['HTML with 200 on a read', 200, html, false, UnexpectedAnswer],
    ['HTML with 200 on a write', 200, html, true, OutcomeUnknown],
    ['a redirect on a write', 302, '', true, OutcomeUnknown],
    ['a bare text on a read', 200, '"maintenance"', false, UnexpectedAnswer],
  ])('%s', (_name, status, body, writes, reaction) => {
    expect(() => readAnswer({ status, body, retryAfter: null }, { writes })).toThrow(reaction);
  });

  it('keep what sevdesk said, for the dead letter', () => {
    const read = () =>
      readAnswer({ status: 422, body: refusal(170, 'A credit note exists'), retryAfter: null }, { writes: true });
    expect(read).toThrow(
      expect.objectContaining({
        said: { status: 422, code: '170', message: 'A credit note exists', exceptionUUID: 'u-1' },
      }),
    );
  });

  it.each([
    [['document_addressCity', 'sevClient_bankIban'], 'Not valid: document_addressCity, sevClient_bankIban'],
    [[], 'Not valid'],
    ['nothing of the kind', 'Not valid'],
  ])('name what sevdesk lists as missing: %j', (missing, message) => {
    const data = { 'missing information': missing };
    const body = JSON.stringify({ error: { message: 'Not valid', code: 830, data }, objects: null });
    const read = () => readAnswer({ status: 400, body, retryAfter: null }, { writes: true });
    expect(read).toThrow(
      expect.objectContaining({ message, said: { status: 400, code: '830', message: 'Not valid' } }),
    );
  });

  it('are kept as far as the ledger and an event have room for them', () => {
    const long = 'x'.repeat(600_000);
    const error = { message: long, code: long, exceptionUUID: long, data: { 'missing information': [long] } };
    const kept = 'x'.repeat(2000);
    const read = () =>
      readAnswer({ status: 422, body: JSON.stringify({ error, objects: null }), retryAfter: null }, { writes: true });
    const said = { status: 422, message: kept, code: kept, exceptionUUID: kept };
    expect(read).toThrow(expect.objectContaining({ message: kept, said }));
  });

  it('say what to do about a file that is too large', () => {
    const read = () => readAnswer({ status: 413, body: html, retryAfter: null }, { writes: true });
    const advice = expect.stringContaining('a smaller file');
    const knowledge = expect.objectContaining({ code: 'too_large', retryable: false, advice });
    expect(read).toThrow(expect.objectContaining({ message: 'sevdesk refused the call (413)', knowledge }));
  });

  it.each([
    ['500 with a message of its own', 500, refusal(null, 'NOT NULL'), true],
    ['500 without one', 500, html, false],
    ['503', 503, refusal(null, 'Try again later'), false],
  ])('blame the command for %s: %s', (_name, status, body, blamesCommand) => {
    const read = () => readAnswer({ status, body, retryAfter: null }, { writes: true });
    expect(read).toThrow(expect.objectContaining({ blamesCommand }));
  });

  it.each([
    ['7', 7],
    [new Date(Date.now() + 90_000).toUTCString(), expect.closeTo(90, -1)],
    ['soon', undefined],
    [null, undefined],
  ])('obey Retry-After %s', (retryAfter, retryAfterSeconds) => {
    const read = () => readAnswer({ status: 429, body: '', retryAfter }, { writes: false });
    expect(read).toThrow(expect.objectContaining({ retryAfterSeconds }));
  });
});

describe('successful answers', () => {
  it.each([
    ['a list with its total as text', '{"objects":[{"id":"1"}],"total":"157"}', [{ id: '1' }], 157],
    ['a list without a total', '{"objects":[]}', [], undefined],
    ['a wrapped record', '{"objects":{"id":"1"}}', { id: '1' }, undefined],
    ['a bare record', '{"id":"1","name":"x"}', { id: '1', name: 'x' }, undefined],
    ['a deletion', '{"objects":[null]}', [null], undefined],
  ])('%s', (_name, body, objects, total) => {
    expect(readAnswer({ status: 200, body, retryAfter: null }, { writes: false })).toEqual({ objects, total });
  });
});
