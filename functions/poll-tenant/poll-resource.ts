import { planPoll } from '../../shared/domain/poll-plan.ts';
import { countRecords, obeysUpdateAfter } from '../../shared/sevdesk/time-filter.ts';
import { advance, progressOf, type Reading } from './poll-dependencies.ts';
import { readChanges } from './read-changes.ts';
import { readEverything } from './read-everything.ts';
import { tellOverdue } from './tell-overdue.ts';

/**
 * One look at one resource: what changed since the cursor where the time filter can be trusted, and everything where it can't, once a
 * day, or when sevdesk counts other than we do.
 */
export async function pollResource(reading: Reading, startedAt: number): Promise<void> {
  const { now, settings } = reading.poll.dependencies;
  const asked = reading.poll.tenant.asked?.[reading.resource.name];
  const at = { nowMs: now(), probeEvery: settings.probeEvery, asked };
  const plan = planPoll(reading.resource, progressOf(reading), at);
  const works = !plan.testFilter || (await testFilter(reading));
  const changes = plan.changes && works ? await readChanges(reading) : undefined;
  const drifted = changes?.kind === 'drifted';
  if (drifted) advance(reading, { filter: { testedAt: now(), works: false } });
  const surprised = await isSurprised(reading, plan.probe && !drifted);
  const window = changes?.kind === 'told' ? changes.window : undefined;
  if (plan.everything || !works || drifted || surprised) await readEverything(reading, window);
  // Last, or what was paid meanwhile would be told overdue first.
  await tellOverdue(reading);
  advance(reading, { polledAt: startedAt, failed: undefined, denied: undefined });
}

/** Whether sevdesk counts other than we do, where it is asked; else one more poll without that question. */
async function isSurprised(reading: Reading, probes: boolean): Promise<boolean> {
  const { unprobed = 0 } = progressOf(reading);
  if (probes) return countDiffers(reading);
  advance(reading, { unprobed: unprobed + 1 });
  return false;
}

async function testFilter(reading: Reading): Promise<boolean> {
  const testedAt = reading.poll.dependencies.now();
  const works = await obeysUpdateAfter(reading.client, reading.resource, testedAt);
  if (!works) reading.poll.dependencies.log.warn('The time filter is ignored', { resource: reading.resource.name });
  advance(reading, { filter: { testedAt, works } });
  return works;
}

/** A count that is not ours means records that came or went unseen: deletions, above all. */
async function countDiffers(reading: Reading): Promise<boolean> {
  const total = await countRecords(reading.client, reading.resource);
  advance(reading, { unprobed: undefined });
  const { records, recount } = progressOf(reading);
  return recount === true || (total !== undefined && total !== records);
}
