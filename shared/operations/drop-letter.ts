import type { Refusal } from '../aws/ledger-item.ts';
import type { LedgerTable } from '../aws/ledger-table.ts';
import { isMarkerFree, turnEntry } from '../domain/ledger-entry.ts';
import { dropProblem } from '../domain/redrive.ts';
import type { DeadLetter } from './dead-letter.ts';

export interface DropDependencies {
  readonly ledger: Pick<LedgerTable, 'get' | 'save' | 'dropRefused' | 'releaseMarker'>;
  readonly now: () => number;
}

/**
 * Takes a letter out of the list for good; returns why it can't be, if so. A command stays in the ledger: its commandId is never
 * free again, so that a late duplicate is answered as failed and not carried out. Its marker stays taken where it may have
 * taken effect. A refused message is only no longer listed.
 * @throws LedgerConflict when somebody else changes the command in this moment.
 */
export async function dropLetter({ ledger, now }: DropDependencies, letter: DeadLetter): Promise<string | undefined> {
  if (letter.kind === 'refused') {
    await ledger.dropRefused({ ...refusalOf(letter), droppedAt: now() });
    return undefined;
  }
  const entry = await ledger.get(letter.tenantId, letter.id);
  if (!entry || entry.state === 'dropped') return undefined;
  const problem = dropProblem(entry, now());
  if (problem) return problem;
  await ledger.save(turnEntry(entry, 'dropped', { reportedAt: entry.reportedAt ?? now() }));
  // It is free already, unless a redrive was cut short right after it had claimed it.
  if (isMarkerFree(entry)) await ledger.releaseMarker(entry, entry.commandId);
  return undefined;
}

function refusalOf(letter: DeadLetter): Refusal {
  const { tenantId: group, messageId = '', commandId, type, body, failure, failedAt: refusedAt } = letter;
  return { group, messageId, commandId, type, body, failure, refusedAt };
}
