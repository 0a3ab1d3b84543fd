import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RESOURCE_NAMES, recordMeanings, resourcePrefixes } from '../../../shared/contract/event.ts';
import { detectChange, snapshotOf } from '../../../shared/domain/change.ts';
import { referenceId } from '../../../shared/domain/sevdesk-record.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { sevClientId } from '../../../shared/sevdesk/sev-client.ts';
import { fixtureFile, fixturePositions, fixtureRecords } from '../../support/fixtures.ts';
import { SUMMARIES } from './row-summaries.ts';

describe.each(RESOURCE_NAMES)('the row of %s', (name) => {
  const row = resources[name];
  const records = fixtureRecords(row);

  it('has the name and prefix of the contract', () => {
    expect([row.name, row.prefix]).toEqual([name, resourcePrefixes[name]]);
  });

  it('makes these summaries of recorded answers', () => {
    expect(records.map(({ objectName }) => objectName)).toEqual(records.map(() => name));
    expect(sevClientId(records)).toBe('900100');
    expect(records.map((record) => row.summarize(record))).toEqual(SUMMARIES[name]);
  });

  it('makes a summary even of a record that has nothing but an id, and of one whose fields are of odd types', () => {
    const odd = Object.fromEntries(Object.keys(records[0] ?? {}).map((field) => [field, ['odd']]));
    for (const record of [{ id: '1' }, { ...odd, id: '1' }]) {
      expect(Object.keys(row.summarize(record))).toEqual(Object.keys(SUMMARIES[name][0] ?? {}));
      expect(row.dueDate?.(record)).toBeUndefined();
      expect(row.cancels?.(record)).toBeUndefined();
      expect(row.meanings.filter(({ applies }) => applies(undefined, record))).toEqual([]);
    }
  });

  it('tells exactly the meanings of the contract; the clock tells overdue', () => {
    const meanings: Partial<Record<string, readonly string[]>> = recordMeanings;
    const expected = (meanings[row.prefix] ?? []).filter((meaning) => meaning !== 'overdue');
    expect(row.meanings.map(({ type }) => type).sort()).toEqual(expected.map((m) => `${row.prefix}.${m}`).sort());
    expect(row.dueDate !== undefined).toBe(meanings[row.prefix]?.includes('overdue') ?? false);
  });

  it('sees no change in what moves without meaning', () => {
    for (const record of records) {
      const moved = { ...record, ...Object.fromEntries(row.volatile.map((field) => [field, 'moved'])) };
      expect(detectChange(row, snapshotOf(row, { record }), { record: moved })).toBeUndefined();
    }
  });
});

describe('the rows', () => {
  it('have a fixture each, and no fixture is without a row', () => {
    const files = readdirSync(new URL('../../fixtures/sevdesk/', import.meta.url));
    expect(files.filter((file) => file !== 'positions').sort()).toEqual(
      Object.values(resources).map(fixtureFile).sort(),
    );
  });

  it('have recorded positions where there are positions, of a recorded document', () => {
    const rows = Object.values(resources).filter(({ positions }) => positions);
    const files = readdirSync(new URL('../../fixtures/sevdesk/positions/', import.meta.url));
    expect(files.sort()).toEqual(rows.map(fixtureFile).sort());
    for (const row of rows) {
      const field = row.name.charAt(0).toLowerCase() + row.name.slice(1);
      const parents = fixturePositions(row).map((position) => referenceId(position, field));
      expect(fixtureRecords(row).map(({ id }) => id)).toEqual(expect.arrayContaining(parents));
    }
  });

  it('leave out of a comparison only what moves for no reason', () => {
    for (const { name, volatile } of Object.values(resources)) {
      expect(volatile).toEqual(name === 'CheckAccount' ? ['update', 'lastSync'] : ['update']);
    }
  });

  it('ask for changes since the last look where a filter is documented, and for everything elsewhere', () => {
    const cursors = Object.values(resources).filter(({ strategy }) => strategy === 'cursor');
    expect(cursors.map(({ name }) => name)).toEqual(['Contact', 'Invoice', 'Order', 'Voucher']);
  });

  it.each([
    [1, ['Contact', 'Invoice', 'CreditNote', 'Order', 'Voucher', 'CheckAccountTransaction']],
    [3, ['ContactAddress', 'CommunicationWay', 'AccountingContact', 'Part']],
    [6, ['CheckAccount', 'Tag']],
  ])('are polled every %i intervals', (everyIntervals, names) => {
    const rows = Object.values(resources).filter((row) => row.everyIntervals === everyIntervals);
    expect(rows.map(({ name }) => name)).toEqual(names);
  });
});
