import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../../shared/contract/parse-event.ts';
import { detectChange, snapshotOf } from '../../../shared/domain/change.ts';
import { changeEvents } from '../../../shared/domain/change-events.ts';
import type { SevdeskRecord } from '../../../shared/domain/sevdesk-record.ts';
import { invoice } from '../../../shared/sevdesk/invoice.ts';
import { anInvoice } from '../../support/builders.ts';

const context = { stage: 'prod', tenantId: 'acme', receivedAtMs: Date.parse('2026-11-20T08:15:00.120Z') };
const paid = { status: '1000', paidAmount: 46.65, payDate: '2026-11-20T00:00:00+01:00' };

function eventsBetween(before: SevdeskRecord | undefined, after: SevdeskRecord, sequence = 16) {
  const previous = before && { ...snapshotOf(invoice, { record: before }), sequence };
  const change = detectChange(invoice, previous, { record: after });
  return change ? changeEvents(invoice, change, context) : [];
}

describe('events of a change', () => {
  it('are the contract: envelope, changed, previous, summary, record', () => {
    const update = '2026-11-20T09:14:03+01:00';
    const events = eventsBetween(anInvoice(), anInvoice({ ...paid, update }));
    expect(events.map(({ type }) => type)).toEqual(['invoice.updated', 'invoice.paid']);
    expect(events[1]).toMatchObject({
      source: 'urn:sevdesk-relay:prod:acme',
      subject: 'Invoice/4711',
      time: update,
      recordedtime: '2026-11-20T08:15:00.120Z',
      sequence: '000000000017',
      partitionkey: 'acme:Invoice:4711',
      dataschema: 'urn:sevdesk-relay:schema:invoice.paid:1',
      data: {
        changed: ['paidAmount', 'payDate', 'status'],
        previous: { paidAmount: 0, payDate: null, status: '200' },
        summary: {
          number: 'RE-1017',
          status: 'paid',
          gross: 46.65,
          currency: 'EUR',
          contactId: '815',
          dueDate: '2026-12-04',
        },
      },
    });
    for (const event of events) {
      expect(parseEvent(event)).toBe(event);
    }
  });

  it.each([
    ['paid', anInvoice(), anInvoice(paid), ['invoice.updated', 'invoice.paid']],
    [
      'created and paid between two polls',
      undefined,
      anInvoice(paid),
      ['invoice.created', 'invoice.sent', 'invoice.paid'],
    ],
    ['a cancelled original', anInvoice(), anInvoice({ status: '1000' }), ['invoice.updated']],
    [
      'a cancellation',
      undefined,
      anInvoice({ status: '1000', invoiceType: 'SR', sumGross: '-46.65' }),
      ['invoice.created'],
    ],
    ['edited after it was paid', anInvoice(paid), anInvoice({ ...paid, header: 'x' }), ['invoice.updated']],
    [
      'paid amount that arrives after the status',
      anInvoice({ status: '1000' }),
      anInvoice(paid),
      ['invoice.updated', 'invoice.paid'],
    ],
  ])('%s', (_name, before, after, types) => {
    expect(eventsBetween(before, after).map(({ type }) => type)).toEqual(types);
  });

  it('say one invoice.paid under one id even if it was edited between a crash and the retry', () => {
    const [firstUpdate, firstPaid] = eventsBetween(anInvoice(), anInvoice(paid));
    const [secondUpdate, secondPaid] = eventsBetween(anInvoice(), anInvoice({ ...paid, header: 'edited' }));
    expect(secondPaid?.id).toBe(firstPaid?.id);
    expect(secondUpdate?.id).not.toBe(firstUpdate?.id);
  });

  it('have the same ids when the same change is found again, and others for the next change', () => {
    const ids = (sequence: number) => eventsBetween(anInvoice(), anInvoice(paid), sequence).map(({ id }) => id);
    expect(ids(16)).toEqual(ids(16));
    expect(ids(16)).not.toEqual(ids(17));
  });

  it('name the command that made the record', () => {
    const change = detectChange(invoice, undefined, { record: anInvoice() });
    const [event] = change ? changeEvents(invoice, change, { ...context, commandId: 'order-1' }) : [];
    expect(event).toMatchObject({ correlationid: 'order-1', data: { origin: 'self' } });
  });
});
