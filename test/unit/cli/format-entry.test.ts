import { describe, expect, it } from 'vitest';
import { entryAsJson, formatEntry } from '../../../infra/cli/format-entry.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger-entry.ts';

const AT = Date.parse('2026-11-20T08:15:00Z');

function anEntry(fields: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    tenantId: 'acme',
    commandId: 'c1',
    type: 'invoice.create',
    contentHash: 'hash',
    marker: 'order-1042',
    state: 'waiting',
    run: 1,
    attempts: 0,
    calls: 0,
    completed: [],
    blamed: 0,
    deferrals: 0,
    activeSince: 0,
    receivedAt: AT,
    body: '{}',
    revision: 0,
    ...fields,
  };
}

describe('a ledger entry', () => {
  it('shows what a command made', () => {
    const result = { resource: 'Invoice', recordId: '4711', number: 'RE-1', extra: { hidden: true } };
    const entry = anEntry({ state: 'succeeded', attempts: 1, result, firstAttemptAt: AT + 1000, endedAt: AT + 2000 });
    expect(formatEntry(entry)).toBe(
      [
        'Command        c1 (invoice.create, tenant acme)',
        'State          succeeded: done',
        'Made           Invoice 4711 (number RE-1)',
        'Attempts       1',
        'Received       2026-11-20 09:15:00',
        'First attempt  2026-11-20 09:15:01',
        'Ended          2026-11-20 09:15:02',
      ].join('\n'),
    );
  });

  it('shows why a command failed and what sevdesk said', () => {
    const sevdesk = { status: 422, code: '151', message: 'Falsche\nSteuer', exceptionUUID: 'u-1' };
    const failure = { reason: 'rejected_by_sevdesk', message: 'Refused.', retryable: true, sevdesk } as const;
    const shown = formatEntry(anEntry({ state: 'failed', run: 2, attempts: 3, failure }));
    expect(shown).toMatch(/Why +rejected_by_sevdesk: Refused\. A redrive can succeed\.\n/);
    expect(shown).toMatch(/sevdesk said +HTTP 422, code 151, "Falsche Steuer", exceptionUUID u-1/);
    expect(shown).toMatch(/Attempts +3 \(in run 2\)/);
  });

  it('tells of a redrive only where there can be one', () => {
    const completed = [{ step: 'save', resource: 'Invoice', recordId: '4711', at: AT }] as const;
    const failure = { reason: 'rejected_by_sevdesk', message: 'Refused.', retryable: true } as const;
    expect(formatEntry(anEntry({ state: 'failed', completed, failure }))).toMatch(
      /Done of it +save: Invoice 4711 \(a redrive goes on behind it\)\n/,
    );
    const dropped = formatEntry(anEntry({ state: 'dropped', completed, failure }));
    expect(dropped).toMatch(/Done of it +save: Invoice 4711\n/);
    expect(dropped).not.toContain('redrive');
  });

  it.each(['waiting', 'claimed', 'unknown', 'parked', 'succeeded', 'failed', 'dropped'] as const)(
    'says in words what %s means',
    (state) => {
      expect(formatEntry(anEntry({ state }))).toMatch(new RegExp(`State +${state}: \\w+`));
    },
  );

  it('is JSON with ISO times', () => {
    expect(JSON.parse(entryAsJson(anEntry({ endedAt: AT })))).toMatchObject({
      receivedAt: '2026-11-20T08:15:00.000Z',
      endedAt: '2026-11-20T08:15:00.000Z',
      attempts: 0,
      calls: 0,
      completed: [],
    });
  });
});
