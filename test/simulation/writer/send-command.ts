import { createHash } from 'node:crypto';
import { simulatedCommand } from './simulated-commands.ts';
import { type SendStep, tenantName } from './writer-history.ts';
import type { WriterWorld } from './writer-world.ts';

/** A product puts a command into the queue, which makes the deduplication id from what it says. */
export function sendCommand({ queues, oracle, sevdesk, now }: WriterWorld, step: SendStep): void {
  const tenantId = tenantName(step.tenant);
  const { type, content, flaw, followUp } = step;
  const commandId = `command-${step.command}`;
  const reference = step.reference === undefined ? undefined : `order ${step.reference}`;
  const { contactId, checkAccountId } = sevdesk.of(tenantId);
  const wish = { tenantId, commandId, content, flaw, reference, followUp, contactId, checkAccountId };
  const body = JSON.stringify({ commandId, tenantId, type, version: 1, data: simulatedCommand(type).data(wish) });
  oracle.asked.ask({ type, wish, body }, now());
  const deduplicationId = createHash('sha256').update(body).digest('hex');
  queues.commands.send({ group: tenantId, deduplicationId, body, attributes: {} });
}
