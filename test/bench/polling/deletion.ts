import type { CountedAccount } from './counted-account.ts';

const HOUR_MS = 3_600_000;

/** How one deletion was found. */
export interface FoundDeletion {
  /** Polls until it was told, the one that told it included. */
  readonly polls: number;
  /** Calls for invoices in that one. */
  readonly calls: number;
  readonly recordEvents: number;
}

/** Deletes an invoice from the middle of the list, and polls until it is told; at most so often. */
export async function findDeletion(account: CountedAccount, mostPolls: number): Promise<FoundDeletion> {
  const invoices = await account.control.records(account.token, 'Invoice');
  account.passTime(HOUR_MS);
  await account.control.deleteRecord(account.token, 'Invoice', invoices[Math.floor(invoices.length / 2)]?.id ?? '');
  for (let polls = 1; polls <= mostPolls; polls += 1) {
    const { calls, recordEvents } = await account.poll();
    if (recordEvents > 0) return { polls, calls: calls.Invoice ?? 0, recordEvents };
  }
  return { polls: Number.POSITIVE_INFINITY, calls: 0, recordEvents: 0 };
}
