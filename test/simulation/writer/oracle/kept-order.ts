import { Broken } from '../../oracle/broken.ts';
import { simulatedCommand } from '../simulated-commands.ts';
import type { AskedCommand } from './asked-command.ts';
import type { AskedCommands } from './asked-commands.ts';
import type { MadeRecords } from './made-records.ts';

/**
 * What a tenant's commands made is there in the order in which they were first sent (I8): those apart that were parked, that failed, or that
 * people did something to.
 */
export function checkOrder(tenantId: string, asked: AskedCommands, made: MadeRecords): void {
  let before: AskedCommand | undefined;
  for (const { model, marker } of made.of(tenantId)) {
    const [command, ...others] = asked
      .about(tenantId, model, marker)
      .filter(({ type }) => simulatedCommand(type).creation);
    if (!command || others.length > 0 || !isStraight(command)) continue;
    if (before && orderOf(command) < orderOf(before)) {
      throw new Broken('I8', `was carried out after ${before.name}, which was sent later`, command.name);
    }
    before = command;
  }
}

function isStraight({ wasParked, wasOperated, wishes, answers }: AskedCommand): boolean {
  return !wasParked && !wasOperated && wishes.size === 1 && answers.size < 2;
}

/** Messages are numbered in the order in which SQS took them. */
function orderOf({ messages }: AskedCommand): number {
  return Number(messages[0]?.messageId.split('-').at(-1));
}
