import { parseEvent } from 'sevdesk-relay/contract';

/** Here it only says so; yours opens a task, or writes to whoever looks after the customer. */
export async function handler(input: unknown): Promise<void> {
  const event = parseEvent(input);
  if (event.type !== 'invoice.overdue') return;
  const { number, gross, currency, dueDate } = event.data.summary;
  console.log(`${event.tenantid}: invoice ${number} of ${gross} ${currency} was due on ${dueDate} (${event.id})`);
}
