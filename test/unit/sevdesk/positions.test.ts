import { describe, expect, it } from 'vitest';
import { RequestRejected, SevdeskUnavailable } from '../../../shared/domain/sevdesk-error.ts';
import type { SevdeskCall, SevdeskClient } from '../../../shared/sevdesk/client.ts';
import { contact } from '../../../shared/sevdesk/contact.ts';
import { creditNote } from '../../../shared/sevdesk/credit-note.ts';
import { invoice } from '../../../shared/sevdesk/invoice.ts';
import { order } from '../../../shared/sevdesk/order.ts';
import { fetchPositions } from '../../../shared/sevdesk/positions.ts';
import { voucher } from '../../../shared/sevdesk/voucher.ts';

function answering(answer: () => unknown): SevdeskClient & { readonly calls: SevdeskCall[] } {
  const calls: SevdeskCall[] = [];
  return {
    calls,
    async call(call) {
      calls.push(call);
      return { objects: answer(), total: undefined, dateSeconds: undefined, receivedAtMs: 0 } as Awaited<
        ReturnType<SevdeskClient['call']>
      >;
    },
  };
}

describe('the positions of a document', () => {
  it.each([
    [invoice, 'Invoice/7/getPositions', {}],
    [order, 'Order/7/getPositions', {}],
    [creditNote, 'CreditNotePos', { 'creditNote[id]': '7', 'creditNote[objectName]': 'CreditNote' }],
    [voucher, 'VoucherPos', { 'voucher[id]': '7', 'voucher[objectName]': 'Voucher' }],
  ])('are asked for with the largest page ($name)', async (row, path, query) => {
    const client = answering(() => [{ id: 1, name: 'Brot' }]);
    expect(await fetchPositions(client, { resource: row, recordId: '7', patient: true })).toMatchObject({
      positions: [{ id: '1', name: 'Brot' }],
    });
    expect(client.calls).toEqual([{ path, query: { ...query, limit: '1000' } }]);
  });

  it('do not exist elsewhere', async () => {
    const client = answering(() => []);
    expect(await fetchPositions(client, { resource: contact, recordId: '7', patient: true })).toEqual({});
    expect(client.calls).toEqual([]);
  });

  it.each([
    ['of this document', '7', 'object'],
    ['of another: the filter was ignored', '8', 'string'],
  ])('are believed only where they are %s', async (_name, id, expected) => {
    const client = answering(() => [{ id: '1', voucher: { id, objectName: 'Voucher' } }]);
    const { positions } = await fetchPositions(client, { resource: voucher, recordId: '7', patient: true });
    expect(typeof positions).toBe(expected);
  });

  it.each([
    ['refused', new RequestRejected('no', { status: 404 })],
    ['failing with words', new SevdeskUnavailable('no', { status: 500, message: 'Missing iban' })],
  ])('are asked for again where they are %s', async (_name, error) => {
    const client = answering(() => {
      throw error;
    });
    expect(await fetchPositions(client, { resource: voucher, recordId: '7', patient: true })).toEqual({
      positions: 'pending',
    });
  });

  it.each([503, undefined])('are asked for again where patience is over (%s)', async (status) => {
    const client = answering(() => {
      throw new SevdeskUnavailable('no', status ? { status } : {});
    });
    const answer = await fetchPositions(client, { resource: voucher, recordId: '7', patient: false });
    expect(answer).toEqual({ positions: 'pending' });
  });

  it('stop the poll where sevdesk is down', async () => {
    const client = answering(() => {
      throw new SevdeskUnavailable('no', { status: 503 });
    });
    await expect(fetchPositions(client, { resource: voucher, recordId: '7', patient: true })).rejects.toThrow(
      SevdeskUnavailable,
    );
  });
});
