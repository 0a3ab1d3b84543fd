import { expect, it } from 'vitest';
import { formatIntervals } from '../../../infra/cli/format-intervals.ts';
import { readIntervals } from '../../../infra/cli/read-intervals.ts';

it('shows how often each resource is polled, and why', () => {
  const text = formatIntervals([
    { resource: 'Contact', everyIntervals: 1, listsEverything: false, leastSeconds: 0 },
    { resource: 'Invoice', ownSeconds: 900, everyIntervals: 1, listsEverything: true, leastSeconds: 0 },
    { resource: 'Tag', ownSeconds: 60, everyIntervals: 6, listsEverything: true, records: 99_000, leastSeconds: 240 },
  ]);
  expect(text.split('\n\n')[0]).toBe(
    [
      'RESOURCE  POLLED EVERY                    EACH POLL READS',
      'Contact   stage default × 1               what changed',
      'Invoice   900 s (its own)                 all records',
      'Tag       60 s (its own), at least 4 min  all 99,000 records',
    ].join('\n'),
  );
});

it('reads intervals at the bounds, and the default', () => {
  const wishes = { Invoice: 60, Tag: 86_400, Order: 'default' };
  expect(readIntervals(['Invoice=60', 'Tag=86400', 'Order=default'])).toEqual(wishes);
});
