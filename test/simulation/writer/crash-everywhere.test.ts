import { describe, expect, it } from 'vitest';
import type { WriterAction, WriterHistory, WriterStep } from './writer-history.ts';
import { simulateWriter } from './writer-world.ts';

const SETTING = {
  startMs: Date.parse('2026-11-20T08:00:00Z'),
  tenants: 1,
  timeoutMs: 60_000,
  callMs: 600,
  listLagMs: 5000,
  indexLagMs: 100,
  skewSeconds: 0,
  ignoresFilter: false,
  ratePerMinute: 100,
  staysAway: 0,
};
const SEND = { does: 'send', tenant: 1, command: 1, type: 'invoice.create', content: 1, flaw: 'none' } as const;
const at = (seconds: number, action: WriterAction): WriterStep => ({ ...action, atMs: seconds * 1000 });
const lost = { does: 'break-write', calls: 1, how: 'reset' } as const;

const STORIES: Readonly<Record<string, readonly WriterStep[]>> = {
  'an invoice that is sent and paid in part': [at(1, { ...SEND, followUp: 'booked' })],
  'an invoice that is sent by e-mail': [at(1, { ...SEND, followUp: 'emailed' })],
  'a contact': [at(1, { ...SEND, type: 'contact.upsert' })],
  'an order': [at(1, { ...SEND, type: 'order.create' })],
  'a transaction': [at(1, { ...SEND, type: 'transaction.create' })],
  'a command that nobody can read': [at(1, { ...SEND, flaw: 'unreadable' })],
  'a command that sevdesk refuses': [at(1, { ...SEND, flaw: 'refused' })],
  'a command whose answer is lost': [at(0, { ...lost, effectAfterMs: 0 }), at(1, SEND)],
  'a command that takes effect late': [at(0, { ...lost, effectAfterMs: 90_000 }), at(1, SEND)],
  'a command that is parked': [at(0, { does: 'pause', tenant: 1 }), at(1, SEND), at(90, { does: 'resume', tenant: 1 })],
  'a command that is redriven': [
    at(0, { does: 'refuse-writes', forMs: 60_000 }),
    at(1, SEND),
    at(90, { does: 'redrive', tenant: 1, againAfterMs: 60_000 }),
  ],
};

/** Runs a story with a crash at the so-manieth call; whether it has so many calls. */
async function tell(steps: readonly WriterStep[], calls: number, side: 'before' | 'after') {
  const crash = at(0.5, { does: 'crash', calls, side });
  const history: WriterHistory = { seed: calls, setting: SETTING, steps: [...steps, crash] };
  const lines: string[] = [];
  const violation = await simulateWriter(history, (line) => lines.push(line));
  return { violation, lines, crashed: lines.some((line) => line.includes(' dead crash ')) };
}

describe('the writer dies at each call that it makes', () => {
  it.each(Object.entries(STORIES))('%s', async (_, steps) => {
    for (const side of ['before', 'after'] as const) {
      for (let calls = 1, crashed = true; crashed; calls += 1) {
        const told = await tell(steps, calls, side);
        expect(told.violation, [`crash ${side} call ${calls}`, ...told.lines].join('\n')).toBeUndefined();
        crashed = told.crashed;
      }
    }
  });
});
