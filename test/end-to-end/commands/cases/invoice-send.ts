import { expect } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import { reference } from '../../../sandbox/wire-record.ts';
import type { CaseWorld, CommandCase } from '../command-case.ts';

const mails =
  ({ relay, token }: CaseWorld, invoiceId: string) =>
  async () =>
    (await relay.sevdesk.mails(token)).filter(({ object }) => reference(object)?.id === invoiceId).length;

function mailOf(id: string): CommandData<'invoice.send'> {
  return { invoice: { id }, email: { to: 'einkauf@example.com', subject: 'Rechnung', text: 'Guten Tag' } };
}

/** By e-mail, which is the one call that must never be made twice. */
export const invoiceSend: CommandCase<'invoice.send'> = {
  type: 'invoice.send',
  call: { method: 'POST', path: '/Invoice/\\d+/sendViaEmail' },
  async arrange(world) {
    const { relay, token, contactId } = world;
    const { id } = await relay.sevdesk.createInvoice(token, { contact: { id: contactId, objectName: 'Contact' } });
    return { data: mailOf(id), effects: mails(world, id) };
  },
  result: { resource: 'Invoice', number: expect.stringMatching(/^RE-\d+$/) },
  invalid: { data: { invoice: { id: '1' } }, message: /give either "email" or "markedAs"/ },
  async poison(world) {
    return {
      data: mailOf('1'),
      effects: mails(world, '1'),
      reason: 'dependency_missing',
      message: /sevdesk has no Invoice 1/,
    };
  },
};
