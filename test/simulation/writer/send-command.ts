import { createHash } from 'node:crypto';
import { simulatedCommand } from './simulated-commands.ts';
import { type SendStep, tenantName } from './writer-history.ts';
import type { WriterWorld } from './writer-world.ts';

/** A product puts a command into the queue, which makes the deduplication id from what it says. */
export function sendCommand({ queues, oracle, sevdesk, now }: WriterWorld, step: SendStep): void {
  const tenantId = tenantName(step.tenant);
  const { type, content, flaw, followUp } = step;
  const commandId = `command-${step.command}`;
  const reference = referenceOf(step);
  const about = (step.about && referenceOf(step.about)) ?? `command-${step.about?.command}`;
  const { contactId, tillId, bankId } = sevdesk.of(tenantId);
  const wish = { tenantId, commandId, content, flaw, reference, followUp, about, contactId, tillId, bankId };
  const body = JSON.stringify({ commandId, tenantId, type, version: 1, data: simulatedCommand(type).data(wish) });
  oracle.asked.ask({ type, wish, body }, now());
  const deduplicationId = createHash('sha256').update(body).digest('hex');
  queues.commands.send({ group: tenantId, deduplicationId, body, attributes: {} });
}

function referenceOf({ reference }: Pick<SendStep, 'reference'>): string | undefined {
  return reference === undefined ? undefined : `order ${reference}`;
}
