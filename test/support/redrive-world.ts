import type { ResentCommand } from '../../shared/aws/command-queue.ts';
import type { Command } from '../../shared/contract/command.ts';
import { type Redriven, redriveCommand } from '../../shared/operations/redrive-commands.ts';
import { type LeftAlone, planRedrive } from '../../shared/operations/redrive-plan.ts';
import { anInvoiceCommand, invoiceData } from './builders.ts';
import { commandWorld } from './command-world.ts';
import type { Replies } from './fake-sevdesk.ts';

/** A command whose id is its reference as well. */
export function aNamedCommand(commandId: string): Command {
  return anInvoiceCommand({ commandId, data: invoiceData({ reference: commandId }) });
}

/** A writer, an operator who redrives, and a queue between them that swallows repeats as SQS does within five minutes. */
export function redriveWorld(replies: Replies) {
  const world = commandWorld(replies);
  const queue: ResentCommand[] = [];
  const seen = new Set<string>();
  const operator = {
    listing: world.ledger,
    ledger: world.ledger,
    now: world.dependencies.now,
    resend: async (command: ResentCommand) => {
      const deduplicationId = `${command.commandId}#${command.round}`;
      if (!seen.has(deduplicationId)) queue.push(command);
      seen.add(deduplicationId);
    },
  };
  const plan = (commandIds: readonly string[] | 'all' = 'all', reason?: string) =>
    planRedrive(operator, { tenantId: 'acme', commandIds, reason });
  const redrive = async (commandIds: readonly string[] | 'all' = 'all') => {
    const { steps, left } = await plan(commandIds);
    const done: (Redriven | LeftAlone)[] = [];
    for (const step of steps) done.push(await redriveCommand(operator, step));
    return { done, left };
  };
  /** Delivers all that is in the queue until nothing is hidden any more, a minute later each time. */
  const work = async () => {
    for (const { body } of queue.splice(0)) {
      for (let outcome = await world.deliver(JSON.parse(body)); outcome.kind === 'hide'; ) {
        world.state.nowMs += 60_000;
        outcome = await world.deliver(JSON.parse(body));
      }
    }
  };
  const stateOf = (commandId: string) => world.ledger.entries.get(`acme/${commandId}`)?.state;
  return { ...world, queue, operator, plan, redrive, work, stateOf };
}
