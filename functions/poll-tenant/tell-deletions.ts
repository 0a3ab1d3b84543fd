import { deletionOf } from '../../shared/domain/change.ts';
import type { Reading } from './poll-dependencies.ts';
import { loadTold, tellChanges } from './tell-changes.ts';

/** Tells that records are gone, since sevdesk said so at these times (milliseconds, by record id), and forgets their content. */
export async function tellDeletions(reading: Reading, saidAtMs: ReadonlyMap<string, number>): Promise<void> {
  const known = await loadTold(reading, [...saidAtMs.keys()]);
  const living = [...known.values()].filter(({ deletedAt }) => deletedAt === undefined);
  await tellChanges(
    reading,
    living.map((previous) => ({ previous, intent: deletionOf(previous, saidAtMs.get(previous.recordId) ?? 0) })),
  );
}
