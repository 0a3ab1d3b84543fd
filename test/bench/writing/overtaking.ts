import { releaseLease, takeLease } from '../../../shared/domain/lease.ts';
import { BudgetExhausted } from '../../../shared/domain/sevdesk-error.ts';
import { requestSpender, reservedWith } from '../../../shared/operations/request-spender.ts';
import { polledTenant } from './polled-tenant.ts';
import { stageNamed } from './stage-settings.ts';
import { percentile } from './windows.ts';
import { type WritingOptions, WritingWorld } from './writing-world.ts';

const TENANT = 'acme';
const REQUESTS = 20;
const ROUND_MS = 120_000;
/** A poll of twenty requests takes ten seconds. */
const POLL_MS = 10_000;

/** What a poll that holds twenty requests costs commands that come meanwhile. */
export interface OvertakingFigures {
  readonly rounds: number;
  readonly aloneP50Ms: number;
  /** Of all commands, the longest from send to success. */
  readonly duringPollMostMs: number;
  readonly pollAloneMs: number;
  readonly pollMostMs: number;
}

/** Commands that come one by one, at any moment of a poll, beside the same without a poll. */
export async function overtaking(rounds: number): Promise<OvertakingFigures> {
  const alone = await play(rounds, { polls: false, commands: 3 });
  const undisturbed = await play(3, { polls: true, commands: 0 });
  const together = await play(rounds, { polls: true, commands: 3 });
  return {
    rounds,
    aloneP50Ms: percentile(alone.latencies, 0.5),
    duringPollMostMs: Math.max(...together.latencies),
    pollAloneMs: Math.max(...undisturbed.pollsMs),
    pollMostMs: Math.max(...together.pollsMs),
  };
}

async function play(rounds: number, { polls, commands }: { polls: boolean; commands: number }) {
  const stage = stageNamed('prod');
  const tenants = [polledTenant(TENANT, stage, 1)];
  const options: WritingOptions = { seed: 1, stage, tenants, allowedPerMinute: stage.requestsPerMinute };
  const world = new WritingWorld(options);
  const pollsMs: number[] = [];
  world.send(TENANT);
  await world.runFor(ROUND_MS);
  const warm = world.answered.length;
  const random = world.random('sends');
  for (let round = 1; round <= rounds; round += 1) {
    if (polls) world.start(pollOnce(world).then((ms) => pollsMs.push(ms)));
    // Apart from each other, or they would wait for one another.
    const offset = (random.next() * POLL_MS) / 3;
    for (let command = 0; command < commands; command += 1) {
      world.time.at(world.time.nowMs + offset + (command * POLL_MS) / 3, () => world.send(TENANT));
    }
    await world.runFor(ROUND_MS);
  }
  return { pollsMs, latencies: world.answered.slice(warm).map(({ sentAt, answeredAt }) => answeredAt - sentAt) };
}

/** A poll that reserves as much with its lease as polls may, and spends it. Answers how long it took. */
async function pollOnce(world: WritingWorld): Promise<number> {
  const { stage } = world.options;
  const outside = world.outside(TENANT);
  const startedAt = world.now();
  const leaseMs = (stage.pollTimeoutSeconds + 30) * 1000;
  const wish = { holder: `poll at ${startedAt}`, leaseMs, requests: REQUESTS, ratePerMinute: stage.requestsPerMinute };
  const tenant = await outside.tenants.change(TENANT, (current) =>
    takeLease({ ...current, dueAt: world.now() }, { ...wish, nowMs: world.now() }),
  );
  if (!tenant?.lease) throw new BudgetExhausted(0);
  const spender = requestSpender({
    ...outside,
    tenantId: TENANT,
    purpose: 'poll',
    ratePerMinute: stage.requestsPerMinute,
    lot: 4,
    reserved: reservedWith(tenant),
    longestWaitMs: 30_000,
    deadlineMs: startedAt + stage.pollTimeoutSeconds * 1000,
    sleep: (ms) => world.pause(ms),
  });
  const client = outside.connect('', spender.spend);
  for (let request = 1; request <= REQUESTS; request += 1) await client.call({ path: 'Contact' });
  await outside.tenants.change(TENANT, (current) => releaseLease(current, wish.holder));
  return world.now() - startedAt;
}
