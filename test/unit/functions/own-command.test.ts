import { describe, expect, it } from 'vitest';
import { ownCommand, type SeenChange } from '../../../functions/poll-tenant/own-command.ts';
import type { Poll } from '../../../functions/poll-tenant/poll-dependencies.ts';
import type { CommandType } from '../../../shared/contract/command.ts';
import type { ResourceName } from '../../../shared/contract/event.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger-entry.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { aContact, anInvoice, aTenant } from '../../support/builders.ts';
import { inMemoryLedger } from '../../support/in-memory-stores.ts';
import { aFailedEntry } from '../../support/ledger-entries.ts';
import { noCount, noMeasure, silentLog } from '../../support/silent-log.ts';

const NOON = Date.parse('2026-11-20T12:00:00+01:00');
const MINUTE = 60_000;
const at = (minutes: number) => new Date(NOON + minutes * MINUTE).toISOString();

function aWorld() {
  const ledger = inMemoryLedger();
  const events: { type: string; data: unknown; id: string }[] = [];
  const poll = {
    tenant: aTenant(),
    dependencies: {
      stage: 'test',
      ledger,
      publish: async (published: typeof events) => void events.push(...published),
      log: silentLog(),
      count: noCount,
      measure: noMeasure,
    },
  } as unknown as Poll;
  const note = (resource: ResourceName, key: string, type: CommandType = 'invoice.send') =>
    ledger.note({ tenantId: 'acme', resource, key }, { commandId: 'c1', type, at: NOON });
  const made = async (fields: Partial<LedgerEntry>) => {
    const claim = { tenantId: 'acme', type: 'invoice.create', marker: 'order-1042' } as const;
    await ledger.claimMarker(claim, 'c1');
    ledger.entries.set('acme/c1', aFailedEntry('c1', { state: 'succeeded', failure: undefined, ...fields }));
  };
  const seen = (name: ResourceName, change: Omit<SeenChange, 'receivedAtMs'> & { receivedAtMs?: number }) =>
    ownCommand({ poll, resource: resources[name] }, { receivedAtMs: NOON, ...change });
  return { events, note, made, seen };
}

describe('a change of a record that a command was about to change', () => {
  it.each([
    ['at once', 0, 'c1'],
    ['by a clock that is two minutes behind', -1.9, 'c1'],
    ['late, after the connection broke', 2.5, 'c1'],
    ['before it', -5, undefined],
    ['long after it', 10, undefined],
  ])('%s', async (_name, minutes, owner) => {
    const { note, seen } = aWorld();
    await note('Invoice', '4711');
    expect(await seen('Invoice', { kind: 'updated', record: anInvoice({ update: at(minutes) }) })).toBe(owner);
    expect(
      await seen('Invoice', { kind: 'updated', record: anInvoice({ id: '5', update: at(minutes) }) }),
    ).toBeUndefined();
  });
});

describe('a created record without a marker is known by', () => {
  const contact = { id: '815', objectName: 'Contact' };
  it.each<readonly [string, ResourceName, object, string]>([
    ['the number of a contact', 'Contact', { customerNumber: '1007' }, 'number:1007'],
    ['the number of a part', 'Part', { partNumber: 'SKU-1' }, 'number:SKU-1'],
    ['the contact of an address', 'ContactAddress', { contact }, 'contact:815'],
    ['the contact of a communication way', 'CommunicationWay', { contact }, 'contact:815'],
    ['what a cancellation cancels', 'Invoice', { invoiceType: 'SR', origin: { id: '7', objectName: 'Invoice' } }, '7'],
    [
      'the order of an invoice',
      'Invoice',
      { invoiceType: 'RE', origin: { id: '7', objectName: 'Order' } },
      'origin:Order:7',
    ],
  ])('%s', async (_name, resource, fields, key) => {
    const { note, seen } = aWorld();
    const record = { ...aContact({ id: '99', customerNumber: null, update: at(0) }), objectName: resource, ...fields };
    expect(await seen(resource, { kind: 'created', record })).toBeUndefined();
    await note(resource, key);
    expect(await seen(resource, { kind: 'created', record })).toBe('c1');
  });
});

describe('a deletion', () => {
  it.each([
    ['by a command that deletes, seen by the daily listing', 'invoice.delete_draft', 24, 'c1'],
    ['days after it', 'invoice.delete_draft', 48, undefined],
    ['of what a command changed otherwise', 'invoice.send', 1, undefined],
  ] as const)('%s', async (_name, type, hours, owner) => {
    const { note, seen } = aWorld();
    await note('Invoice', '4711', type);
    const receivedAtMs = NOON + hours * 60 * MINUTE;
    expect(await seen('Invoice', { kind: 'deleted', record: anInvoice(), receivedAtMs })).toBe(owner);
  });
});

describe('a record with the marker of a command', () => {
  const record = anInvoice({ id: '99', customerInternalNote: 'order-1042', create: at(0), update: at(0) });
  const other = { resource: 'Invoice', recordId: '98' };
  it.each<readonly [string, Partial<LedgerEntry>, string | undefined, number]>([
    ['that made it', { result: { resource: 'Invoice', recordId: '99' } }, 'c1', 0],
    ['that is under way', { state: 'claimed', completed: [] }, 'c1', 0],
    [
      'that has further steps to go',
      { state: 'waiting', completed: [{ step: 'save', ...other, recordId: '99', at: 1 }] },
      'c1',
      0,
    ],
    [
      'that has made only what goes into it',
      { state: 'claimed', completed: [{ step: 'upload', resource: 'TempFile', recordId: 'f.pdf', at: 1 }] },
      'c1',
      0,
    ],
    ['that made another one just before', { result: other, endedAt: NOON - MINUTE }, undefined, 1],
    ['that made another one long ago: a copy', { result: other, endedAt: NOON - 60 * MINUTE }, undefined, 0],
  ])('%s', async (_name, fields, owner, reports) => {
    const { made, seen, events } = aWorld();
    await made({ completed: [], ...fields });
    expect(await seen('Invoice', { kind: 'created', record })).toBe(owner);
    expect(await seen('Invoice', { kind: 'created', record })).toBe(owner);
    expect(new Set(events.map((event) => JSON.stringify(event))).size).toBe(reports);
    if (reports) {
      expect(events[0]).toMatchObject({
        type: 'command.ambiguous',
        data: { commandId: 'c1', records: [other, { ...other, recordId: '99' }] },
      });
    }
  });
});
