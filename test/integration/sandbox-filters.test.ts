import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';

const ids = (answer: { objects: unknown }) => (answer.objects as { id: string }[]).map(({ id }) => id);
const seconds = (iso: string) => String(Date.parse(iso) / 1000);

describe('filters', () => {
  let shared: SandboxRig;
  let sandboxIds: { old: string; recent: string; contact: string };
  beforeAll(async () => {
    shared = await startSandboxRig();
    const { control, token, clock } = shared;
    const old = await control.createInvoice(token, { customerInternalNote: '#1034', invoiceDate: '2026-05-02' });
    await control.openInvoice(token, old.id);
    clock.ms += 60_000;
    const contact = await control.createContact(token, { name: 'Zweite GmbH', customerNumber: 'K-2' });
    const recent = await control.createInvoice(token, { contact, customerInternalNote: '#10345' });
    sandboxIds = { old: old.id, recent: recent.id, contact: contact.id };
  });
  afterAll(() => shared.close());

  const at = (atSecond: number) => seconds(`2026-07-01T12:0${Math.floor(atSecond / 60)}:00+02:00`);
  it.each([
    ['status', { status: '200' }, ['old']],
    ['invoiceNumber', { invoiceNumber: 'RE-1000' }, ['old']],
    ['customerInternalNote, exactly', { customerInternalNote: '#1034' }, ['old']],
    ['the misspelled customerIntenalNote, ignored', { customerIntenalNote: '#1034' }, ['recent', 'old']],
    ['an unknown one, ignored', { externalId: '7' }, ['recent', 'old']],
    ['endDate of invoiceDate', { endDate: seconds('2026-05-02T00:00:00+02:00') }, ['old']],
    ['startDate of invoiceDate', { startDate: seconds('2026-05-03T00:00:00+02:00') }, ['recent']],
    ['updateAfter, inclusive', { updateAfter: at(60) }, ['recent']],
    ['updateAfter the future', { updateAfter: at(120) }, []],
    ['updateBefore, inclusive', { updateBefore: at(0) }, ['old']],
    ['createAfter', { createAfter: at(60) }, ['recent']],
    ['createBefore', { createBefore: at(0) }, ['old']],
  ] as const)('invoices: %s', async (_, query, expected) => {
    const answer = await shared.call('GET', '/Invoice', { query: { ...query, countAll: 'true' } });
    expect(ids(answer)).toEqual(expected.map((name) => sandboxIds[name]));
    expect(answer.total).toBe(String(expected.length));
  });

  it.each([
    ['counts with its objectName', { 'contact[objectName]': 'Contact' }, ['recent']],
    ['is ignored without', {}, ['recent', 'old']],
  ] as const)('invoices: contact[id] %s', async (_, query, expected) => {
    const answer = await shared.call('GET', '/Invoice', { query: { ...query, 'contact[id]': sandboxIds.contact } });
    expect(ids(answer)).toEqual(expected.map((name) => sandboxIds[name]));
  });

  it.each([
    ['customerNumber', { customerNumber: 'K-2' }],
    ['name', { name: 'Zweite GmbH' }],
    ['createAfter', { createAfter: at(60) }],
  ])('contacts: %s', async (_, query) => {
    expect(ids(await shared.call('GET', '/Contact', { query: { ...query } }))).toEqual([sandboxIds.contact]);
  });
});
