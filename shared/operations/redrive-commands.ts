import type { ResendCommand } from '../aws/command-queue.ts';
import type { LedgerTable } from '../aws/ledger-table.ts';
import { LedgerConflict, type LedgerEntry } from '../domain/ledger-entry.ts';
import { sentAgain, startRun } from '../domain/redrive.ts';
import { type LeftAlone, markerTaken, type RedriveStep } from './redrive-plan.ts';

export interface RedriveDependencies {
  readonly ledger: Pick<LedgerTable, 'save' | 'claimMarker'>;
  readonly resend: ResendCommand;
  readonly now: () => number;
}

/** A command that is on its way again, in the run that it has now. */
export interface Redriven {
  readonly entry: LedgerEntry;
  readonly looksFirst: boolean;
}

/**
 * Carries out one step of a redrive: claims the marker that the failure had freed, writes the next run into the ledger, sends
 * the message, and notes that it is sent. A crash before the message is out leaves the entry `unsent`, so that the next redrive
 * sends it; one after it sends it twice, which SQS swallows for five minutes and the ledger answers for ever.
 */
export async function redriveCommand(
  dependencies: RedriveDependencies,
  { entry, starts, looksFirst }: RedriveStep,
): Promise<Redriven | LeftAlone> {
  const { tenantId, commandId, body } = entry;
  const holder = await dependencies.ledger.claimMarker(entry, commandId);
  if (holder !== commandId) return { id: commandId, ...markerTaken(entry, holder) };
  const started = starts ? await saveUnlessChanged(dependencies, startRun(entry, dependencies.now())) : entry;
  if (!started) return { id: commandId, why: 'somebody else changed it in this moment', settled: true };
  await dependencies.resend({ tenantId, commandId, body, round: `run${started.run}` });
  // If the writer was faster, it has noted it itself.
  await saveUnlessChanged(dependencies, sentAgain(started));
  return { entry: started, looksFirst };
}

async function saveUnlessChanged(
  { ledger }: RedriveDependencies,
  entry: LedgerEntry,
): Promise<LedgerEntry | undefined> {
  try {
    return await ledger.save(entry);
  } catch (error) {
    if (error instanceof LedgerConflict) return undefined;
    throw error;
  }
}
