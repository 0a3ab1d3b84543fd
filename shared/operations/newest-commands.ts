import type { CommandSummary, LedgerListing } from '../aws/ledger-listing.ts';
import type { LedgerState } from '../domain/ledger-entry.ts';

export interface CommandsWish {
  readonly tenantId: string;
  readonly state?: LedgerState | undefined;
  readonly limit: number;
}

/** A tenant's newest commands, the newest first, and how many there are of that kind. Keeps only those in memory. */
export async function newestCommands(
  { listing }: { readonly listing: Pick<LedgerListing, 'commands'> },
  { tenantId, state, limit }: CommandsWish,
): Promise<{ readonly commands: readonly CommandSummary[]; readonly total: number }> {
  let kept: CommandSummary[] = [];
  let total = 0;
  for await (const command of listing.commands(tenantId)) {
    if (state !== undefined && command.state !== state) continue;
    total += 1;
    kept.push(command);
    if (kept.length >= 2 * limit) kept = newest(kept, limit);
  }
  return { commands: newest(kept, limit), total };
}

function newest(commands: readonly CommandSummary[], limit: number): CommandSummary[] {
  return commands.toSorted((a, b) => b.receivedAt - a.receivedAt).slice(0, limit);
}
