import { anInvoiceCommand, invoiceData } from '../../support/builders.ts';
import { useOf } from './invocation-use.ts';
import { delivery, type MeasuredRelay, TENANT, TOKEN } from './measured-relay.ts';
import type { FunctionFacts } from './stack-facts.ts';
import { meanOf, type Use } from './use.ts';

const COMMANDS = 4;

/** `invoice.create`, after a first one, which looks up what the others know. The poll that sees the new record is a change. */
export async function measureCommand(relay: MeasuredRelay, writer: FunctionFacts): Promise<Use> {
  const [contact] = await relay.control.records(TOKEN, 'Contact');
  const uses: Use[] = [];
  for (let number = 0; number <= COMMANDS; number += 1) {
    relay.passTime();
    const data = invoiceData({ reference: `order-${number}`, contact: { id: contact?.id ?? '' } });
    const command = anInvoiceCommand({ tenantId: TENANT, commandId: `order-${number}-invoice`, data });
    uses.push(useOf(await relay.invoke('execute-command', delivery(command)), writer));
  }
  return meanOf(uses.slice(1));
}
