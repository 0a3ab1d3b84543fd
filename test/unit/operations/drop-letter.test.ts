import { describe, expect, it } from 'vitest';
import { OutcomeUnknown, RequestRejected } from '../../../shared/domain/sevdesk-error.ts';
import { listDeadLetters } from '../../../shared/operations/dead-letter.ts';
import { dropLetter } from '../../../shared/operations/drop-letter.ts';
import { ours, SAVE } from '../../support/command-world.ts';
import { redriveWorld } from '../../support/redrive-world.ts';

const ID = 'order-1042-invoice';
const MARKER = 'acme/invoice.create/order-1042';
const refused = new RequestRejected('Contact is missing.', { status: 404, code: '151' });

const lettersOf = ({ ledger }: ReturnType<typeof redriveWorld>) => listDeadLetters({ listing: ledger }, {});

async function drop(world: ReturnType<typeof redriveWorld>) {
  const [letter] = await lettersOf(world);
  if (!letter) throw new Error('There is no letter');
  return dropLetter(world.operator, letter);
}

describe('a command that was dropped', () => {
  it('is no dead letter, and is not redriven any more', async () => {
    const world = redriveWorld({ [SAVE]: refused });
    await world.deliver();
    expect(await drop(world)).toBeUndefined();
    expect(await lettersOf(world)).toEqual([]);
    expect((await world.redrive([ID])).left).toMatchObject([{ why: expect.stringContaining('was dropped') }]);
  });

  it('is not carried out by a late duplicate, which is answered as before', async () => {
    const world = redriveWorld({ [SAVE]: refused });
    await world.deliver();
    await drop(world);
    expect(await world.deliver(undefined, { messageId: 'm2' })).toEqual({ kind: 'done' });
    expect(world.events.map(({ type }) => type)).toEqual(['command.failed', 'command.failed']);
    expect(new Set(world.events.map(({ id }) => id)).size).toBe(1);
    expect([world.writes(), world.letters.length, world.stateOf(ID)]).toEqual([1, 1, 'dropped']);
  });

  it('keeps its reference where it may have taken effect, and only there', async () => {
    const twice = { objects: [ours, { ...ours, id: '100' }] };
    const ambiguous = redriveWorld({ [SAVE]: new OutcomeUnknown('broke'), 'GET Invoice': twice });
    await ambiguous.deliver();
    ambiguous.state.nowMs += 60_000;
    await ambiguous.deliver();
    await drop(ambiguous);
    expect(ambiguous.ledger.markers.get(MARKER)).toBe(ID);

    const known = redriveWorld({ [SAVE]: refused });
    await known.deliver();
    known.ledger.markers.set(MARKER, ID); // As a redrive leaves it that was cut short.
    await drop(known);
    expect(known.ledger.markers.get(MARKER)).toBeUndefined();
  });

  it('must have failed: what is on its way can not be dropped', async () => {
    const world = redriveWorld({ [SAVE]: refused });
    await world.deliver();
    const [letter] = await lettersOf(world);
    world.operator.resend = () => Promise.reject(new Error('crash'));
    await expect(world.redrive()).rejects.toThrow('crash');
    expect(letter && (await dropLetter(world.operator, letter))).toContain('redrive it again first');
  });
});

describe('a refused message', () => {
  it('is listed with what was sent, until it is dropped', async () => {
    const world = redriveWorld({});
    await world.deliver({ commandId: 'c1', type: 'invoice.create' });
    expect(await lettersOf(world)).toMatchObject([
      { kind: 'refused', id: 'refused:m1', tenantId: 'acme', commandId: 'c1', body: expect.stringContaining('c1') },
    ]);
    expect(await drop(world)).toBeUndefined();
    expect(await lettersOf(world)).toEqual([]);
    expect(world.ledger.refusals.get('m1')).toMatchObject({ failure: { reason: 'invalid_command' } });
  });

  it('keeps only the beginning of a body that is larger than a command may be', async () => {
    const world = redriveWorld({});
    await world.deliver({ x: 'y'.repeat(400_000) });
    expect((await lettersOf(world))[0]?.body).toHaveLength(2000);
  });
});
