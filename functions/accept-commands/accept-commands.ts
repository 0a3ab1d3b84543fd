import type { ForwardCommand } from '../../shared/aws/command-queue.ts';
import { TENANT_ID_PATTERN } from '../../shared/contract/names.ts';
import { parseJson } from '../../shared/contract/parse-json.ts';
import { repeatedProblem } from '../../shared/contract/repeated-name.ts';
import type { Log } from '../../shared/domain/log.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';

/** The group of what names no tenant. No tenant can be called so: the writer refuses what it finds there, and says why. */
export const NO_TENANT = 'command-intake:no-tenant';

export interface AcceptCommandsDependencies {
  readonly forward: ForwardCommand;
  readonly log: Log;
}

/**
 * Forwards a message to the command queue, unchanged, in the group of its tenant. It checks nothing else: the writer does,
 * whoever sent the command, and answers what it refuses. Repeated after a crash, it sends the same command once more, which
 * SQS drops within five minutes, and the ledger answers later.
 * @throws what SQS throws; the message is delivered again then
 */
export async function acceptCommand(
  { forward, log }: AcceptCommandsDependencies,
  body: string,
): Promise<MessageOutcome> {
  const group = tenantIn(body) ?? NO_TENANT;
  const forwardedAs = await forward({ group, body });
  log.info('A message was forwarded to the command queue', { group, forwardedAs });
  return { kind: 'done' };
}

function tenantIn(body: string): string | undefined {
  const { tenantId } = Object(parseJson(body)) as { readonly tenantId?: unknown };
  const isOne = typeof tenantId === 'string' && TENANT_ID_PATTERN.test(tenantId);
  // Named twice, it may be one that a value of the event brought in: no tenant hears of what is refused then.
  return isOne && !repeatedProblem(body) ? tenantId : undefined;
}
