import { describe, expect, it } from 'vitest';
import { creditNote } from '../../../shared/sevdesk/credit-note.ts';
import { order } from '../../../shared/sevdesk/order.ts';
import { aTenant } from '../../support/builders.ts';
import { fakeSevdesk, listOf } from '../../support/fake-sevdesk.ts';
import { pollWorld } from '../../support/poll-world.ts';

const baselined = { cursor: 1000, baselinedAt: 1 };
const kinds = [
  { name: 'Order', type: 'order.create', row: order, positions: 'Order/99/getPositions' },
  { name: 'CreditNote', type: 'credit_note.create', row: creditNote, positions: 'CreditNotePos' },
] as const;

/** A poll that sees a new document with this note, which a command has claimed for what it is about to make. */
async function pollOf({ name, type, row, positions }: (typeof kinds)[number], customerInternalNote: string) {
  const made = {
    id: '99',
    objectName: name,
    create: '2026-11-20T09:00:00+01:00',
    update: '2026-11-20T09:00:00+01:00',
    status: '100',
    customerInternalNote,
  };
  const sevdesk = fakeSevdesk({ [`GET ${name}`]: listOf(made), [`GET ${positions}`]: listOf() });
  const world = pollWorld(sevdesk, aTenant({ resources: { [name]: baselined } }));
  world.dependencies.resources = { [name]: row };
  const claim = { tenantId: 'acme', type, marker: 'deal-7' };
  await world.ledger.claimMarker(claim, 'c1');
  world.ledger.entries.set('acme/c1', { ...claim, commandId: 'c1', completed: [] } as never);
  await world.poll();
  return world.events;
}

describe.each(kinds)('a new $name', (kind) => {
  it('that our own command made says so', async () => {
    const created = `${kind.row.prefix}.created`;
    expect(await pollOf(kind, 'deal-7')).toMatchObject([
      { type: created, correlationid: 'c1', data: { origin: 'self' } },
    ]);
  });

  it('with another note is not ours', async () => {
    expect(await pollOf(kind, 'deal-70')).toMatchObject([{ data: { origin: 'external' } }]);
  });
});
