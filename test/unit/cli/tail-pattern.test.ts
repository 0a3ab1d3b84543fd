import { describe, expect, it } from 'vitest';
import { type EventFilter, tailPattern } from '../../../infra/cli/tail-pattern.ts';
import { compileEventPattern } from '../../../infra/local/services/event-pattern.ts';

const event = {
  source: 'sevdesk-relay',
  'detail-type': 'invoice.paid',
  detail: {
    tenantid: 'acme',
    subject: 'Invoice/4711',
    correlationid: 'c1',
    data: { resource: 'Invoice', origin: 'self', changed: ['status', 'payDate'] },
  },
};
const answer = {
  source: 'sevdesk-relay',
  'detail-type': 'command.succeeded',
  detail: { tenantid: 'acme', subject: 'Command/c1', data: { commandId: 'c1' } },
};
const shows = (filter: EventFilter, of: object = event) => compileEventPattern(JSON.stringify(tailPattern(filter)))(of);

describe('what tail asks EventBridge for', () => {
  it.each<EventFilter>([
    {},
    { tenant: ['beta', 'acme'] },
    { type: ['invoice.*'] },
    { type: ['contact.created', 'invoice.paid'] },
    { resource: ['Invoice'] },
    { record: ['Invoice/4711'] },
    { origin: 'self' },
    { changed: ['status', 'address'] },
    { command: 'c1' },
    { tenant: ['acme'], type: ['invoice.paid'], resource: ['Invoice'], origin: 'self', command: 'c1' },
  ])('%j lets the event through', (filter) => {
    expect(shows(filter)).toBe(true);
  });

  it.each<EventFilter>([
    { tenant: ['beta'] },
    { type: ['contact.*'] },
    { type: ['invoice.sent'] },
    { resource: ['Contact'] },
    { record: ['Invoice/4712'] },
    { origin: 'external' },
    { changed: ['address'] },
    { command: 'c2' },
    { tenant: ['acme'], origin: 'external', command: 'c1' },
  ])('%j does not', (filter) => {
    expect(shows(filter)).toBe(false);
  });

  it('finds by a command its answer, too, and other events of the bus never', () => {
    expect(shows({ command: 'c1' }, answer)).toBe(true);
    expect(shows({}, { ...event, source: 'crm' })).toBe(false);
  });
});
