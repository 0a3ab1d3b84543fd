import { describe, expect, it } from 'vitest';
import { alternatives } from '../../bench/cost/alternatives.ts';
import { billOfHoldings, billOfUse, totalOf } from '../../bench/cost/bill.ts';
import { billedMs } from '../../bench/cost/invocation-use.ts';
import { readUnits, type WireItem, wireItemBytes, writeUnits } from '../../bench/cost/item-units.ts';
import { MeteredTables } from '../../bench/cost/metered-tables.ts';
import { type BillFacts, monthlyBill } from '../../bench/cost/monthly-bill.ts';
import { EU_CENTRAL_1, type Prices } from '../../bench/cost/prices.ts';
import { NO_USE } from '../../bench/cost/use.ts';
import { type Fleet, pollsThatConnect, tokenReadsPerPoll, warmContainers } from '../../bench/cost/warm-containers.ts';

/** Round prices, so that bills can be worked out by hand. */
const PRICES: Prices = {
  region: 'nowhere',
  source: 'made up',
  lambda: { gbSecond: 0.01, request: 0.001 },
  dynamo: { writeUnit: 0.002, readUnit: 0.0005, gbMonth: 1 },
  sqs: { request: 0.0001, fifoRequest: 0.0002 },
  events: { event: 0.003, archivedGb: 0.5, schedulerInvocation: 0.004 },
  secrets: { call: 0.01, secretMonth: 0.4 },
  kms: { request: 0.005, keyMonth: 1 },
  logs: { gb: 2 },
  cloudwatch: { alarm: 0.1, dashboard: 3, metric: 0.3 },
  dataOut: { gb: 0.25 },
};
const GB = 1024 ** 3;

describe('a bill', () => {
  it('multiplies what was used by its price, line by line', () => {
    const use = {
      ...NO_USE,
      invocations: 1,
      gbSeconds: 0.5,
      writeUnits: 4,
      readUnits: 2,
      sqsRequests: 2,
      logBytes: GB,
    };
    const lines = billOfUse([{ name: 'poll', perMonth: 100, use }], PRICES);
    expect(lines.map(({ name, dollars }) => [name, Number(dollars.toFixed(6))])).toEqual([
      ['Lambda, time', 0.5],
      ['Lambda, requests', 0.1],
      ['DynamoDB, writes', 0.8],
      ['DynamoDB, reads', 0.1],
      ['SQS', 0.02],
      ['CloudWatch Logs', 200],
    ]);
    expect(lines.find(({ name }) => name === 'DynamoDB, writes')?.amount).toBe('400 units');
    expect(totalOf(lines)).toBeCloseTo(201.52);
  });

  it('leaves out what an account has free of alarms and metrics', () => {
    const lines = billOfHoldings({ alarms: 25, dashboards: 1, metrics: 14, keys: 1 }, PRICES);
    expect(lines.map(({ dollars }) => dollars)).toEqual([1.5, 0, 1.2, 1].map((dollars) => expect.closeTo(dollars)));
  });
});

/** A month of a small relay: 8,760 polls of each tenant, every second of which reads its token. */
const FACTS: BillFacts = {
  tenants: 10,
  pollSeconds: 0.5,
  tokenCacheSeconds: 300,
  storedBytes: 4096 * 100,
  holdings: { alarms: 10, dashboards: 1, metrics: 10, keys: 1 },
  eventSources: { standard: 2, fifo: 1 },
  workload: { pollSeconds: 300, tickSeconds: 60, sweepSeconds: 300, changesPerDay: 12, commandsPerDay: 24 },
  measured: {
    idle: { ...NO_USE, gbSeconds: 0.25, writeUnits: 4, secretCalls: 1, kmsRequests: 1 },
    daily: { ...NO_USE, readUnits: 10 },
    change: { ...NO_USE, events: 2 },
    command: { ...NO_USE, invocations: 1 },
    tick: { ...NO_USE, invocations: 1 },
    dueTenant: { ...NO_USE, sqsRequests: 0.1 },
    sweep: { ...NO_USE, secretCalls: 1 },
    sweptTenant: { ...NO_USE, readUnits: 1 },
  },
};

describe('the bill of a month', () => {
  const { tenantLines, stageLines } = monthlyBill(FACTS, PRICES);
  const dollarsOf = (name: string, lines = tenantLines) => lines.find((line) => line.name === name)?.dollars;

  it('counts polls, days, changes and commands of one tenant', () => {
    expect(dollarsOf('Lambda, time')).toBeCloseTo(8760 * 0.25 * 0.01);
    expect(dollarsOf('Lambda, requests')).toBeCloseTo(730 * 0.001);
    expect(dollarsOf('DynamoDB, writes')).toBeCloseTo(8760 * 4 * 0.002);
    expect(dollarsOf('DynamoDB, reads')).toBeCloseTo((8760 + 304.1667) * 0.0005);
    expect(dollarsOf('EventBridge')).toBeCloseTo(365 * 2 * 0.003);
  });

  it('sends the two polls of a tick with one call, and receives and deletes each', () => {
    expect(dollarsOf('SQS')).toBeCloseTo(8760 * 2.5 * 0.0001 + 730 * 3 * 0.0002);
  });

  it('reads tokens, and decrypts them with its own key, at each command and as often as containers of polls forget them', () => {
    expect(dollarsOf('Secrets Manager, calls')).toBeCloseTo((8760 * 0.5 + 730) * 0.01);
    expect(dollarsOf('KMS, decryptions')).toBeCloseTo((8760 * 0.5 + 730) * 0.005);
  });

  it('keeps what does not depend on tenants apart', () => {
    expect(dollarsOf('Lambda, requests', stageLines)).toBeCloseTo(43_800 * 0.001);
    expect(dollarsOf('Secrets Manager, calls', stageLines)).toBeCloseTo(8760 * 0.01);
    expect(dollarsOf('SQS', stageLines)).toBeCloseTo(657_000 * (2 * 0.0001 + 0.0002));
    expect(dollarsOf('keys', stageLines)).toBe(1);
  });

  it('tells what reading every snapshot would add to each poll', () => {
    const [usual, , , reading] = alternatives(FACTS, PRICES);
    expect((reading?.dollars ?? 0) - (usual?.dollars ?? 0)).toBeCloseTo(8760 * 100 * 0.0005);
  });
});

describe('a processor that is shared', () => {
  it('makes the work longer, and the waiting not', () => {
    expect(billedMs({ wallMs: 500, cpuMs: 0 }, 512)).toBe(500);
    expect(billedMs({ wallMs: 500, cpuMs: 100 }, 1769 / 4)).toBe(800);
    expect(billedMs({ wallMs: 500, cpuMs: 100 }, 3008)).toBe(500);
  });
});

describe('containers', () => {
  const fleet: Fleet = { tenants: 10, intervalSeconds: 300, pollSeconds: 0.5, cacheSeconds: 60 };

  it('are as many as polls keep busy, and some for peaks', () => {
    expect(warmContainers(fleet)).toBe(1);
    expect(warmContainers({ ...fleet, tenants: 600 })).toBe(4);
    expect(warmContainers({ ...fleet, tenants: 60_000 })).toBe(130);
  });

  it('read a token once per time limit, and at most once per poll', () => {
    expect(tokenReadsPerPoll({ ...fleet, cacheSeconds: 0 })).toBe(1);
    expect(tokenReadsPerPoll({ ...fleet, cacheSeconds: 2700 })).toBeCloseTo(0.1);
    expect(tokenReadsPerPoll({ ...fleet, cacheSeconds: 86_400 })).toBeCloseTo(1 / 25);
    expect(tokenReadsPerPoll({ ...fleet, tenants: 60_000, cacheSeconds: 7200 })).toBeCloseTo(1 / (1 + 24 / 130));
  });

  it('lose their connections in long pauses', () => {
    expect(pollsThatConnect({ ...fleet, tenants: 1 })).toBeGreaterThan(0.95);
    expect(pollsThatConnect({ ...fleet, tenants: 600 })).toBeLessThan(0.1);
  });
});

const INDEX = { keys: ['dueShard', 'dueAt'], projected: ['id', 'dueShard', 'dueAt'] };
const item = (fields: WireItem): WireItem => ({ id: { S: 'acme' }, dueShard: { S: 'due' }, ...fields });

describe('request units', () => {
  it('count names and values of an item', () => {
    expect(wireItemBytes({ name: { S: 'ä' } })).toBe(6);
    expect(wireItemBytes({ n: { N: '1234' } })).toBe(4);
    expect(wireItemBytes({ m: { M: { a: { BOOL: true } } } })).toBe(1 + 3 + 1 + 2);
    expect(wireItemBytes({ b: { B: Buffer.alloc(10).toString('base64') } })).toBe(11);
  });

  it('read 4 KB each, or twice that when it may be stale', () => {
    expect([readUnits(0, true), readUnits(4096, true), readUnits(4097, true)]).toEqual([1, 1, 2]);
    expect(readUnits(4097, false)).toBe(1);
  });

  it('write 1 KB each of the larger item, and an index where its keys come, go or move', () => {
    const small = item({ dueAt: { N: '1' } });
    const large = item({ dueAt: { N: '1' }, text: { S: 'x'.repeat(1024) } });
    expect(writeUnits(undefined, small, [])).toBe(1);
    expect(writeUnits(large, small, [])).toBe(2);
    expect(writeUnits(undefined, small, [INDEX])).toBe(2);
    expect(writeUnits(small, large, [INDEX])).toBe(2);
    expect(writeUnits(small, item({ dueAt: { N: '2' } }), [INDEX])).toBe(3);
    expect(writeUnits(small, item({}), [INDEX])).toBe(2);
    expect(writeUnits(item({}), item({ note: { S: 'x' } }), [INDEX])).toBe(1);
  });

  it('are those of what was stored before, also where a condition failed', async () => {
    const tables = new MeteredTables({ t: { keys: ['id'], indexes: {} } });
    const nothing = () => Promise.reject(new Error('Not asked for'));
    const put = (text: string, done: boolean) =>
      tables.units(
        'PutItem',
        { input: { TableName: 't', Item: { id: { S: 'a' }, text: { S: text } } }, output: {}, done },
        nothing,
      );
    expect(await put('x'.repeat(3000), true)).toEqual({ read: 0, write: 3 });
    expect(await put('x', false)).toEqual({ read: 0, write: 3 });
    expect(await put('x', true)).toEqual({ read: 0, write: 3 });
    expect(await put('x', true)).toEqual({ read: 0, write: 1 });
  });
});

it('names where its prices come from', () => {
  expect(EU_CENTRAL_1).toMatchObject({
    region: 'eu-central-1',
    source: 'list prices, November 2026, not verified here',
  });
});
