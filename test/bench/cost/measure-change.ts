import { useOf } from './invocation-use.ts';
import { type MeasuredRelay, TOKEN } from './measured-relay.ts';
import type { FunctionFacts } from './stack-facts.ts';
import { difference, meanOf, sumOf, times, type Use } from './use.ts';

/** A contact that is edited, an invoice that is written, and one that is paid: beyond idle polls, each seen by its poll and the next one. */
export async function measureChange(relay: MeasuredRelay, poller: FunctionFacts, idle: Use): Promise<Use> {
  const { control } = relay;
  const [contact] = await control.records(TOKEN, 'Contact');
  const open = (await control.records(TOKEN, 'Invoice')).find(({ status }) => status === '200');
  const changes = [
    () => control.patch(TOKEN, 'Contact', contact?.id ?? '', { description: 'Neu' }),
    () => control.createInvoice(TOKEN),
    () => control.payInvoice(TOKEN, open?.id ?? ''),
  ];
  const uses: Use[] = [];
  for (const change of changes) {
    await change();
    const seen = [await relay.poll(), await relay.poll()];
    uses.push(difference(sumOf(seen.map((one) => useOf(one, poller))), times(idle, 2)));
  }
  return meanOf(uses);
}
