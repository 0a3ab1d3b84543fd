import { expect, it } from 'vitest';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import type { Snapshot } from '../../../shared/domain/change.ts';
import { publishSnapshots } from '../../../shared/operations/publish-snapshots.ts';
import { contact } from '../../../shared/sevdesk/contact.ts';
import { aContact } from '../../support/builders.ts';
import { inMemorySnapshots } from '../../support/in-memory-stores.ts';

const kind = { tenantId: 'acme', resource: 'Contact' } as const;

async function publishContacts(request: string, ...told: Snapshot[]) {
  const snapshots = inMemorySnapshots();
  await snapshots.commit(
    kind,
    told.map((snapshot) => ({ snapshot, previousSequence: undefined })),
  );
  const batches: (readonly RelayEvent[])[] = [];
  const progress: number[] = [];
  const published = await publishSnapshots(
    {
      stage: 'test',
      snapshots,
      publish: async (events) => void batches.push(events),
      now: () => 0,
      onProgress: (count) => progress.push(count),
    },
    { tenantId: 'acme', resource: contact, request },
  );
  return { published, batches, progress };
}

function told(id: string, fields: Partial<Snapshot> = {}): Snapshot {
  return { recordId: id, sequence: 4, fingerprint: 'f', record: aContact({ id }), ...fields };
}

it('publishes every living record with the sequence that it was told with last', async () => {
  const { published, batches } = await publishContacts('r1', told('1'), told('2', { deletedAt: 1 }), told('3'));
  expect(published).toBe(2);
  expect(batches.flat()).toMatchObject([
    {
      type: 'contact.snapshot',
      subject: 'Contact/1',
      sequence: '000000000004',
      data: { record: aContact({ id: '1' }) },
    },
    { type: 'contact.snapshot', subject: 'Contact/3' },
  ]);
});

it('gives an event the same id in one request, and another one in the next', async () => {
  const ids = async (request: string) => (await publishContacts(request, told('1'))).batches.flat().map(({ id }) => id);
  expect(await ids('r1')).toEqual(await ids('r1'));
  expect(await ids('r1')).not.toEqual(await ids('r2'));
});

it('publishes fifty at a time and says how far it is', async () => {
  const many = Array.from({ length: 120 }, (_, index) => told(String(index)));
  const { published, batches, progress } = await publishContacts('r1', ...many);
  expect(published).toBe(120);
  expect(batches.map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(progress).toEqual([50, 100, 120]);
});
