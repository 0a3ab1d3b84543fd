import { describe, expect, it } from 'vitest';
import { formatEvent, readEvent, showEvent } from '../../../infra/cli/format-event.ts';
import type { EventData, EventType, RelayEvent } from '../../../shared/contract/event.ts';
import { relayEvent } from '../../../shared/domain/relay-event.ts';

const plain = (_colour: string, text: string) => text;
const oneLine = { paint: plain, twoLines: false };
const twoLines = { paint: plain, twoLines: true };

function anEvent<T extends EventType>(type: T, data: EventData<T>, subject = 'Tenant/acme'): RelayEvent {
  const recordedAtMs = Date.parse('2026-11-20T08:15:00Z');
  const time = '2026-11-20T09:14:03+01:00';
  const id = `evt_${'a'.repeat(32)}`;
  return relayEvent({ id, type, data, stage: 'dev', tenantId: 'acme', subject, time, recordedAtMs });
}

const paid: EventData<'invoice.paid'> = {
  resource: 'Invoice',
  recordId: '4711',
  origin: 'external',
  changed: ['status', 'address'],
  previous: { status: '200', address: { city: 'Köln' } },
  summary: {
    number: 'RE-1017',
    type: 'RE',
    status: 'paid',
    net: 39.2,
    gross: 46.65,
    currency: 'EUR',
    paid: 46.65,
    contactId: '815',
    dueDate: null,
  },
  record: { status: '1000', address: { city: 'Bonn' } },
};
const result = {
  resource: 'Invoice',
  recordId: '4711',
  number: 'RE-1017',
  net: null,
  gross: null,
  currency: null,
} as const;
const lindner = {
  name: 'Frieda Lindner',
  kind: 'person',
  status: 'active',
  customerNumber: null,
  categoryId: '3',
  parentId: null,
} as const;
const failure = { reason: 'rejected_by_sevdesk', message: 'Refused', retryable: false, attempts: 1 } as const;
const command = { commandId: 'c1', type: 'invoice.create' } as const;
const stopped = { reason: 'token_rejected', message: 'Put a new token.' };

describe('an event as one line', () => {
  it.each<{ event: RelayEvent; shows: string }>([
    {
      event: anEvent('invoice.paid', paid, 'Invoice/4711'),
      shows:
        'number RE-1017, status paid, gross 46.65 EUR, contactId 815, type RE, net 39.2 · status: 200 → 1000, address',
    },
    {
      event: anEvent('invoice.updated', { ...paid, changed: ['a', 'b', 'c', 'd', 'e', 'f'], previous: { a: null } }),
      shows: 'net 39.2 · a: none → none, b: none → none, c: none → none, d: none → none, +2',
    },
    {
      event: anEvent('contact.created', { ...paid, resource: 'Contact', changed: [], previous: {}, summary: lindner }),
      shows: 'Tenant/acme        name Frieda Lindner, status active, kind person, categoryId 3',
    },
    {
      event: { ...anEvent('invoice.created', { ...paid, origin: 'self' }), correlationid: 'c1' } as RelayEvent,
      shows: 'net 39.2 · status: 200 → 1000, address · by command c1',
    },
    { event: anEvent('tenant.connected', { message: 'It works.' }), shows: 'It works.' },
    { event: anEvent('tenant.disconnected', stopped), shows: 'token_rejected: Put a new token.' },
    { event: anEvent('tenant.suspended', stopped), shows: 'token_rejected: Put a new token.' },
    { event: anEvent('baseline.started', { resources: ['Contact', 'Invoice'] }), shows: 'Contact, Invoice' },
    { event: anEvent('baseline.completed', { counts: { Contact: 0, Invoice: 7 } }), shows: 'Contact 0, Invoice 7' },
    {
      event: anEvent('command.succeeded', { ...command, result }),
      shows: 'c1 made Invoice 4711 (number RE-1017)',
    },
    {
      event: anEvent('command.failed', { ...command, ...failure, completed: [], sevdesk: { message: 'No such tax' } }),
      shows: 'c1 rejected_by_sevdesk: Refused (sevdesk: No such tax)',
    },
    {
      event: anEvent('command.failed', { ...failure, completed: [] }),
      shows: '(no command id) rejected_by_sevdesk: Refused',
    },
    {
      event: anEvent('command.parked', { ...command, reason: 'tenant_disconnected', message: 'Connect it.' }),
      shows: 'c1 tenant_disconnected: Connect it.',
    },
  ])('$event.type: $shows', ({ event, shows }) => {
    const line = formatEvent(event, oneLine);
    expect(line).toContain(shows);
    expect(line).toMatch(new RegExp(`^2026-11-20 09:14:03 {2}acme {8} {2}${event.type}`));
    expect(line).not.toContain('\n');
  });

  it("tells sevdesk's words once", () => {
    const sevdesk = { message: 'No such tax' };
    const told = { ...failure, message: 'No such tax (Give another one.)' };
    const event = anEvent('command.failed', { ...command, ...told, completed: [], sevdesk });
    expect(formatEvent(event, oneLine)).toMatch(/ c1 rejected_by_sevdesk: No such tax \(Give another one\.\)$/);
  });

  it('has a second line for what changed on a terminal, and a mark when it was replayed', () => {
    const event = anEvent('invoice.paid', paid, 'Invoice/4711');
    const body = JSON.stringify({ 'detail-type': event.type, 'replay-name': 'again', detail: event });
    expect(showEvent(body, twoLines)).toMatch(
      /^2026.* gross 46\.65 EUR, .*\n {21}status: 200 → 1000, address · replayed: again$/,
    );
    expect(showEvent(body, oneLine)).toMatch(/ net 39\.2 · status: 200 → 1000, address · replayed: again$/);
    expect(showEvent(JSON.stringify(event), twoLines)).not.toContain('replayed');
  });

  it('tells what is no event that this version knows', () => {
    expect(showEvent('{"detail":{"type":"x.y"}}', twoLines)).toBe(
      'An event that this version does not know: {"detail":{"type":"x.y"}}',
    );
  });

  it('lets no escape sequence of a record through to the terminal', () => {
    const summary = { ...paid.summary, number: '\u001b[2J\u001b]0;owned\u0007RE\r\n1' };
    const shown = formatEvent(anEvent('invoice.paid', { ...paid, summary }), twoLines);
    expect(shown.replace('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

it('shows a time that is none as it is', () => {
  expect(formatEvent({ ...anEvent('invoice.paid', paid), time: 'soon' } as RelayEvent, oneLine)).toMatch(
    /^soon {2}acme/,
  );
});

describe('what EventBridge delivered', () => {
  it('is read as an event', () => {
    const event = anEvent('invoice.paid', paid);
    expect(readEvent(JSON.stringify({ 'detail-type': event.type, detail: event }))).toEqual(event);
  });

  it.each([
    ['no JSON', 'x'],
    ['no detail', '{}'],
    [
      'another type',
      JSON.stringify({ 'detail-type': 'x', detail: { ...anEvent('invoice.paid', paid), type: 'invoice.eaten' } }),
    ],
    ['other data', JSON.stringify({ 'detail-type': 'x', detail: { ...anEvent('invoice.paid', paid), data: {} } })],
  ])('is told apart when it is %s', (_what, body) => {
    expect(readEvent(body)).toBeUndefined();
  });
});
