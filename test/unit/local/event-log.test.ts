import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newEvent } from '../../../infra/local/services/event-entry.ts';
import { openEventLog } from '../../../infra/local/services/event-log.ts';

const event = (n: number) =>
  newEvent({ detailType: `${n}`, source: 's', time: new Date(), region: 'r', resources: [], detail: {} });
const numbers = (log: ReturnType<typeof openEventLog>) => log.read(0).map((one) => one['detail-type']);

it.each(['memory', 'a file'])('is bounded in %s: the first events go', (where) => {
  const folder = mkdtempSync(join(tmpdir(), 'event-log-'));
  try {
    const path = where === 'memory' ? undefined : join(folder, 'log.jsonl');
    const log = openEventLog(path, 10);
    for (let n = 0; n < 12; n += 1) log.append(event(n));
    expect(numbers(log)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
    if (path === undefined) return;
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(10);
    expect(numbers(openEventLog(path))).toEqual(numbers(log));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
