import { describe, expect, it } from 'vitest';
import { RequestRejected } from '../../../shared/domain/sevdesk-error.ts';
import { documentLookUps } from '../../../shared/sevdesk/commands/document/document-body.ts';
import { saveInvoiceBody } from '../../../shared/sevdesk/commands/document/save-invoice.ts';
import { soughtInvoice } from '../../../shared/sevdesk/commands/invoice-create.ts';
import { judgeRows } from '../../../shared/sevdesk/commands/record/find-marked.ts';
import { savedRecord } from '../../../shared/sevdesk/commands/record/saved-record.ts';
import { completeLookUps } from '../../../shared/sevdesk/look-ups.ts';
import { anInvoice, invoiceData } from '../../support/builders.ts';
import { fakeSevdesk, listOf } from '../../support/fake-sevdesk.ts';

const lookUps = {
  secretVersion: 'v1',
  bookkeepingVersion: '2.0',
  contactPersonId: '7',
  countryIds: { DE: '1', AT: '3' },
  unitIds: { UNITY_PIECE: '1', UNITY_HOUR: '9' },
  fetchedAt: 0,
};

const parts = { contactId: '815', marker: 'order-1042', lookUps, settings: {} };

describe('the body of saveInvoice', () => {
  it('is a draft of type RE with its marker, amounts as text, and Berlin days', () => {
    const body = saveInvoiceBody(invoiceData(), parts);
    expect(body).toMatchObject({
      invoice: {
        status: 100,
        invoiceType: 'RE',
        customerInternalNote: 'order-1042',
        invoiceDate: '20.11.2026',
        deliveryDate: Date.parse('2026-11-20T00:00:00+01:00') / 1000,
        contact: { id: '815', objectName: 'Contact' },
        contactPerson: { id: '7', objectName: 'SevUser' },
        addressCountry: { id: '1', objectName: 'StaticCountry' },
        taxRule: { id: '1', objectName: 'TaxRule' },
        taxRate: 0,
        showNet: true,
      },
      invoicePosSave: [{ quantity: '2', price: '100.00', taxRate: '19', unity: { id: '1', objectName: 'Unity' } }],
      takeDefaultAddress: true,
    });
  });

  it('carries an explicit address and gross prices', () => {
    const address = { name: 'Anna', street: 'Ring 1', zip: '01067', city: 'Wien', country: 'AT' };
    const body = saveInvoiceBody(invoiceData({ address, prices: 'gross' }), parts);
    expect(body).toMatchObject({
      takeDefaultAddress: false,
      invoice: { showNet: false, addressZip: '01067', addressCountry: { id: '3' } },
    });
  });
});

describe('look-ups', () => {
  const replies = {
    'GET Tools/bookkeepingSystemVersion': { objects: { version: '2.0' } },
    'GET SevUser': listOf({ id: '7' }),
    'GET StaticCountry': listOf({ id: '1', code: 'de' }, { id: '9', code: 'gb' }),
    'GET Unity': listOf({ id: '1', translationCode: 'UNITY_PIECE' }, { id: '9', translationCode: 'UNITY_HOUR' }),
  };
  const needed = { ...documentLookUps(invoiceData(), {}), nowMs: 1000, secretVersion: 'v1' };

  it('ask sevdesk once, and nobody while they are fresh', async () => {
    const sevdesk = fakeSevdesk(replies);
    const first = await completeLookUps(sevdesk, undefined, needed);
    expect(await completeLookUps(sevdesk, first, needed)).toBe(first);
    expect(sevdesk.calls).toHaveLength(4);
  });

  it('are asked again after a day', async () => {
    const sevdesk = fakeSevdesk(replies);
    await completeLookUps(sevdesk, { ...lookUps, fetchedAt: 1 }, { ...needed, nowMs: 86_400_002 });
    expect(sevdesk.calls).toHaveLength(4);
  });

  it('are asked again with another token, which may belong to another user', async () => {
    const sevdesk = fakeSevdesk(replies);
    await completeLookUps(sevdesk, lookUps, { ...needed, secretVersion: 'v2' });
    expect(sevdesk.calls).toHaveLength(4);
  });

  it('take the contact person of the latest invoice where users are not told', async () => {
    const invoice = listOf(anInvoice({ contactPerson: { id: '77', objectName: 'SevUser' } }));
    const sevdesk = fakeSevdesk({ ...replies, 'GET SevUser': new RequestRejected('no'), 'GET Invoice': invoice });
    expect(await completeLookUps(sevdesk, undefined, needed)).toMatchObject({ contactPersonId: '77' });
  });

  it('name an unit and a country that sevdesk does not know', async () => {
    const sevdesk = fakeSevdesk(replies);
    await expect(completeLookUps(sevdesk, undefined, { ...needed, units: ['UNITY_LITER'] })).rejects.toThrow(
      'no unit "UNITY_LITER"; allowed are UNITY_HOUR, UNITY_PIECE',
    );
    await expect(completeLookUps(sevdesk, undefined, { ...needed, countries: ['XX'] })).rejects.toThrow('"XX"');
  });
});

describe('looking for an invoice that may exist', () => {
  const firstAttemptAtMs = Date.parse('2026-11-20T08:00:00Z');
  const sought = soughtInvoice({ data: invoiceData(), settings: {}, marker: 'order-1042', firstAttemptAtMs }, '815');
  const ours = anInvoice({ customerInternalNote: 'order-1042', sumNet: '200' });

  it.each([
    ['nothing', [], 'nothing', undefined],
    ['the one that carries the marker', [ours], 'found', undefined],
    ['it and its cancellation', [{ ...ours, id: '5', invoiceType: 'SR' }, ours], 'found', undefined],
    ['two with the marker', [ours, { ...ours, id: '5' }], 'ambiguous', /ids 4711, 5/],
    [
      'another marker, so the filter was ignored',
      [{ ...ours, customerInternalNote: 'order-10425' }],
      'ambiguous',
      /ignored the filter/,
    ],
    ['one of another contact', [{ ...ours, contact: { id: '9' } }], 'ambiguous', /another contact/],
    [
      'one with another sum',
      [{ ...ours, sumNet: '199.98' }],
      'ambiguous',
      /another sum \(net is 199\.98 instead of 200\.00\)/,
    ],
    ['not the older one of somebody else', [{ ...ours, create: '2026-11-19T09:00:00+01:00' }], 'nothing', undefined],
    ['it beside an older one', [{ ...ours, id: '5', create: '2025-11-19T09:00:00+01:00' }, ours], 'found', undefined],
    ['one whose sum is no number', [{ ...ours, sumNet: '' }], 'ambiguous', /another sum/],
  ])('finds %s', (_name, rows, kind, message) => {
    const finding = judgeRows(rows, sought, false);
    expect(finding.kind).toBe(kind);
    if (message) expect(finding).toMatchObject({ message: expect.stringMatching(message) });
  });
});

describe('a whole list in which the filter was ignored', () => {
  const sought = soughtInvoice({ data: invoiceData(), settings: {}, marker: 'order-1042', firstAttemptAtMs: 0 }, '815');
  const other = anInvoice({ id: '1', customerInternalNote: 'another' });
  it('tells all the same whether the invoice is there', () => {
    const ours = anInvoice({ customerInternalNote: 'order-1042', sumNet: '200' });
    expect(judgeRows([other, ours], sought, true)).toMatchObject({ kind: 'found', outcome: { recordId: ours.id } });
    expect(judgeRows([other], sought, true)).toEqual({ kind: 'nothing' });
  });
});

describe('the answer of saveInvoice', () => {
  it.each([
    ['wrapped, as in practice', { invoice: { id: '5' }, invoicePos: [] }],
    ['bare, as documented', { id: 5 }],
  ])('is read %s', (_name, objects) => {
    expect(savedRecord(objects, 'invoice').id).toBe('5');
  });

  it.each([{ invoice: null }, { invoice: 'yes' }, '4711', true, null])('%j leaves the outcome unknown', (objects) => {
    expect(() => savedRecord(objects, 'invoice')).toThrow('without its id');
  });
});
