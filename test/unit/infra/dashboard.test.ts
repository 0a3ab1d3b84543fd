import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type SynthesizedStack, stageNamed, synthesizedStack } from './synthesized-stack.ts';

interface Widget {
  readonly type: 'alarm' | 'metric';
  readonly y: number;
  readonly properties: {
    readonly title: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly unknown[])[];
  };
}
interface Alarm {
  readonly AlarmName: string;
  readonly Namespace: string;
  readonly MetricName: string;
}

const PROJECT = join(import.meta.dirname, '../../..');
const RELAY = 'sevdesk-relay';
let stack: SynthesizedStack;
let widgets: readonly Widget[];
beforeAll(() => {
  stack = synthesizedStack(stageNamed('prod'));
  const [dashboard] = stack.all<{ DashboardName: string; DashboardBody: unknown }>('AWS::CloudWatch::Dashboard');
  expect(dashboard?.Properties.DashboardName).toBe('sevdesk-relay-prod');
  widgets = JSON.parse(stack.plain(dashboard?.Properties.DashboardBody)).widgets;
});

describe('the dashboard', () => {
  it('begins with the state of every alarm', () => {
    const [first] = [...widgets].sort((a, b) => a.y - b.y);
    expect(first?.type).toBe('alarm');
    expect([...(first?.properties.alarms ?? [])].sort()).toEqual(
      alarms()
        .map(({ AlarmName }) => AlarmName)
        .sort(),
    );
  });

  it.each([
    ['How late polls are', ['pollLagMs p50', 'pollLagMs p99']],
    ['Tenants', ['tenantsAway Maximum', 'tenantsConnected Sum', 'tenantsStopped Sum']],
    ['Polls', ['polls Sum', 'pollsFailed Sum']],
    ['Changes and events', ['changes Sum', 'events Sum', 'eventsRefused Sum']],
    ['Commands', ['commandsFailed Sum', 'commandsParked Sum', 'commandsSucceeded Sum', 'writerErrors Sum']],
    ['Oldest command', ['ApproximateAgeOfOldestMessage Maximum']],
    ['429s and outages of sevdesk', ['breakersOpened Sum', 'loginOutages Sum', 'throttled Sum']],
  ])('shows under "%s": %j', (title, lines) => {
    expect([...linesOf(title)].map(({ name, statistic }) => `${name} ${statistic}`).sort()).toEqual(lines);
  });

  it('shows all queues of dead letters, and all functions', () => {
    const queues = stack.all<{ QueueName: string }>('AWS::SQS::Queue').map(({ Properties }) => Properties.QueueName);
    const functions = stack.all<{ FunctionName: string }>('AWS::Lambda::Function');
    expect(linesOf('Dead letters').map(({ of }) => of)).toEqual(queues.filter((name) => name.includes('dead-letters')));
    expect(linesOf('Errors of functions').map(({ of }) => of)).toEqual(
      functions.map(({ Properties }) => Properties.FunctionName),
    );
  });

  it('is where its output says', () => {
    expect(stack.plain(stack.outputs.DashboardUrl?.Value)).toMatch(
      /^https:\/\/AWS::Region\.console\.aws\.amazon\.com\/cloudwatch\/.*dashboard\/sevdesk-relay-prod$/,
    );
  });
});

describe('what functions count and measure', () => {
  it('is all that alarms and dashboard look at', () => {
    const looked = new Set([...shown(), ...alarmed()]);
    expect(looked.size).toBeGreaterThan(10);
    expect([...looked].filter((name) => !counted().has(name))).toEqual([]);
  });

  it('is all looked at: what rings is on the dashboard, and nothing is counted for nobody', () => {
    expect([...alarmed()].filter((name) => !shown().has(name))).toEqual([]);
    expect([...counted()].filter((name) => !shown().has(name))).toEqual([]);
  });
});

function alarms(): readonly Alarm[] {
  return stack.all<Alarm>('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
}

function alarmed(): ReadonlySet<string> {
  const own = alarms().filter(({ Namespace }) => Namespace === RELAY);
  return new Set(own.map(({ MetricName }) => MetricName));
}

function shown(): ReadonlySet<string> {
  const lines = widgets.flatMap(({ properties }) => linesOf(properties.title));
  return new Set(lines.filter(({ namespace }) => namespace === RELAY).map(({ name }) => name));
}

/** A metric in a dashboard is a list: namespace, name, dimensions, and how it is drawn. */
function linesOf(title: string) {
  const widget = widgets.find(({ properties }) => properties.title === title);
  return (widget?.properties.metrics ?? []).map((metric) => {
    const [namespace, name, , of] = metric as string[];
    const { stat: statistic } = metric.at(-1) as { stat?: string };
    return { namespace, name: String(name), of, statistic };
  });
}

/** By the calls in the sources: `count('polls')`, `measure('pollLagMs', …)`, and a function's own `failures: 'writerErrors'`. */
function counted(): ReadonlySet<string> {
  const calls =
    /\b(?:count|measure)(?:\?\.)?\(\s*(?:'(\w+)'|[^,'()]*(?:\([^()]*\))?\s*\? '(\w+)' : '(\w+)')|\bfailures: '(\w+)'/g;
  const names = sources().flatMap((text) => [...text.matchAll(calls)].flatMap(([, ...groups]) => groups));
  return new Set(names.filter((name) => name !== undefined));
}

function sources(): readonly string[] {
  return ['functions', 'shared'].flatMap((folder) =>
    readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(PROJECT, folder, file), 'utf8')),
  );
}
