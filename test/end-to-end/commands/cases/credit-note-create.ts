import { expect } from 'vitest';
import type { CaseWorld, CommandCase } from '../command-case.ts';

const drafts =
  ({ relay, token }: CaseWorld, name: string) =>
  async () =>
    (await relay.sevdesk.records(token, 'CreditNote')).filter((row) => row.customerInternalNote === name).length;

/** An open invoice over 200 net at 19 percent. */
async function openInvoice({ relay, token, contactId }: CaseWorld): Promise<string> {
  const { id } = await relay.sevdesk.createInvoice(token, {
    contact: { id: contactId, objectName: 'Contact' },
    positions: [{ name: 'Consulting', quantity: '2', price: '100', taxRate: '19' }],
  });
  await relay.sevdesk.openInvoice(token, id);
  return id;
}

export const creditNoteCreate: CommandCase<'credit_note.create'> = {
  type: 'credit_note.create',
  call: { method: 'POST', path: '/CreditNote/Factory/saveCreditNote' },
  async arrange(world, name) {
    const data = { reference: name, invoice: { id: await openInvoice(world) }, date: '2026-11-25' };
    return { data, effects: drafts(world, name) };
  },
  result: { resource: 'CreditNote', number: expect.stringMatching(/^GU-\d+$/), net: 200, gross: 238, currency: 'EUR' },
  invalid: {
    data: { invoice: { id: '1' }, date: '25.11.2026' },
    message: /data\.date: a date such as "2026-11-20"/,
  },
  async poison(world, name) {
    const positions = [{ name: 'Consulting', quantity: '1', price: '100', taxRate: '7' }];
    const data = { reference: name, invoice: { id: await openInvoice(world) }, date: '2026-11-25', positions };
    return {
      data,
      effects: drafts(world, name),
      reason: 'invalid_command',
      message: /data\.positions\.0\.taxRate: "7" is not a rate of Invoice \d+; allowed: "19"/,
    };
  },
};
