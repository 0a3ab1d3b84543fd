import { describe, expect, it } from 'vitest';
import { UnexpectedAnswer } from '../../../../shared/domain/sevdesk-error.ts';
import { documentNumber, type Numbered } from '../../../../shared/sevdesk/commands/document/next-number.ts';
import { fakeSevdesk, listOf } from '../../../support/fake-sevdesk.ts';

const KIND: Numbered = { resource: 'Order', type: 'AN', field: 'orderNumber' };
const SEQUENCE = 'GET SevSequence/Factory/getByType';
const nowMs = Date.parse('2026-12-31T23:30:00Z'); // 2027 in Berlin.

/** The order lists of sevdesk one after the other: of a number, of the drafts, of numbers again. */
function numbersFrom(sequence: unknown, ...lists: readonly ReturnType<typeof listOf>[]) {
  return fakeSevdesk({ [SEQUENCE]: listOf(sequence), 'GET Order': lists.length > 0 ? lists : listOf() });
}

const carrying = (...numbers: readonly string[]) =>
  listOf(...numbers.map((orderNumber, index) => ({ id: String(index + 1), orderNumber })));

const next = (client: ReturnType<typeof fakeSevdesk>, facts = {}) => documentNumber(KIND, { client, nowMs, facts });

describe('the number of a new document', () => {
  it.each([
    ['AN-%NUMBER', '1000', 'AN-1000'],
    ['AN-%NUMBER', 1000, 'AN-1000'],
    ['%YYYY-%MM/%NUMBER', '7', '2027-01/7'],
    ['%NUMBER-%YY%DD', '0042', '0042-2701'],
  ])('follows the format %s', async (format, nextSequence, number) => {
    const sevdesk = numbersFrom({ id: '1', format, nextSequence });
    expect(await next(sevdesk)).toBe(number);
    expect(sevdesk.calls.map(({ path, query }) => [path, query])).toEqual([
      ['SevSequence/Factory/getByType', { objectType: 'Order', type: 'AN' }],
      ['Order', { orderNumber: number, countAll: 'true', limit: '1000' }],
    ]);
  });

  it('is the smallest that no document carries: drafts have numbers of which the sequence does not know', async () => {
    const drafts = carrying('AN-0009', 'AN-0010', 'AN-0012');
    const sevdesk = numbersFrom(
      { id: '1', format: 'AN-%NUMBER', nextSequence: '0009' },
      carrying('AN-0009'),
      drafts,
      listOf(),
    );
    expect(await next(sevdesk)).toBe('AN-0011');
    expect(sevdesk.calls.slice(1).map(({ query }) => query?.orderNumber ?? query?.status)).toEqual([
      'AN-0009',
      '100',
      'AN-0011',
    ]);
  });

  it('is not one that a document carries which is no draft', async () => {
    const sequence = { id: '1', format: 'AN-%NUMBER', nextSequence: '1' };
    expect(await next(numbersFrom(sequence, carrying('AN-1'), listOf(), carrying('AN-2'), listOf()))).toBe('AN-3');
  });

  it('is compared here, since sevdesk may answer what is alike, or everything', async () => {
    const sequence = { id: '1', format: 'AN-%NUMBER', nextSequence: '1' };
    expect(await next(numbersFrom(sequence, carrying('AN-10', 'an-1')))).toBe('AN-1');
  });
});

describe('the number of a retry', () => {
  it('is the one that was fixed', async () => {
    const sevdesk = fakeSevdesk({ 'GET Order': listOf() });
    expect(await next(sevdesk, { number: 'AN-7' })).toBe('AN-7');
  });

  it('is another one once somebody has it', async () => {
    const sevdesk = numbersFrom({ id: '1', format: 'AN-%NUMBER', nextSequence: '8' }, carrying('AN-7'), listOf());
    expect(await next(sevdesk, { number: 'AN-7' })).toBe('AN-8');
  });
});

describe('no number can be told', () => {
  const refused = (message: string) => ({
    reason: 'unsupported',
    retryable: true,
    message: expect.stringContaining(message),
  });

  it.each([
    ['without the number', { format: 'AN-', nextSequence: '1' }],
    ['with a variable that is not known', { format: 'AN-%KDNR-%NUMBER', nextSequence: '1' }],
    ['without the next one', { format: 'AN-%NUMBER', nextSequence: null }],
  ])('from a sequence %s', async (_name, sequence) => {
    await expect(next(numbersFrom({ id: '1', ...sequence }))).rejects.toMatchObject(
      refused('%NUMBER, %YYYY, %YY, %MM and %DD'),
    );
  });

  it('while sevdesk answers no sequence', async () => {
    await expect(next(fakeSevdesk({ [SEQUENCE]: listOf() }))).rejects.toThrow(UnexpectedAnswer);
  });

  it('where the filter is ignored and there are more documents than a page', async () => {
    const others = { ...carrying('AN-7'), total: 1001 };
    const sevdesk = numbersFrom({ id: '1', format: 'AN-%NUMBER', nextSequence: '8' }, others);
    await expect(next(sevdesk)).rejects.toMatchObject(refused('ignored the filter for orderNumber'));
  });

  it('where one after the other is taken', async () => {
    const all = carrying(...Array.from({ length: 40 }, (_, index) => `AN-${index}`));
    const drafts = listOf();
    const sevdesk = numbersFrom({ id: '1', format: 'AN-%NUMBER', nextSequence: '0' }, all, drafts, all);
    await expect(next(sevdesk)).rejects.toMatchObject(refused('AN-0 and 19 numbers after it are taken'));
    expect(sevdesk.calls).toHaveLength(22);
  });
});
