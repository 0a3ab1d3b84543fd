import { deletionOf } from '../../shared/domain/change.ts';
import { ownCommand } from './own-command.ts';
import type { Reading } from './poll-dependencies.ts';
import { loadTold, type ToldChange, tellChanges } from './tell-changes.ts';

/** Tells that records are gone, since sevdesk said so at these times (milliseconds, by record id), and forgets their content. */
export async function tellDeletions(reading: Reading, saidAtMs: ReadonlyMap<string, number>): Promise<void> {
  const known = await loadTold(reading, [...saidAtMs.keys()]);
  const living = [...known.values()].filter(({ deletedAt }) => deletedAt === undefined);
  const changes: ToldChange[] = [];
  for (const previous of living) {
    const receivedAtMs = saidAtMs.get(previous.recordId) ?? 0;
    const commandId = await ownCommand(reading, { kind: 'deleted', record: previous.record, receivedAtMs });
    changes.push({ previous, intent: { ...deletionOf(previous, receivedAtMs), commandId } });
  }
  await tellChanges(reading, changes);
}
