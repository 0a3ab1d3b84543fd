import { Aws, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { relayNames } from '../../shared/contract/names.ts';
import type { CountName } from '../../shared/domain/log.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { counted, measured } from '../constructs/relay-metric.ts';
import { RunbookAlarm } from '../constructs/runbook-alarm.ts';
import type { Stage } from '../stages.ts';
import type { CommandWriting } from './command-writing.ts';

export interface DashboardProps {
  readonly stage: Stage;
  readonly commands: CommandWriting;
}

/** A graph: its title, its lines, and what the numbers are. */
type Graph = readonly [title: string, unit: string, lines: readonly IMetric[]];

const ROW_WIDTH = 24;
const GRAPH_HEIGHT = 6;

/** What an operator asks, from the top: is anything wrong, is it late, what is lost or stopped, what is done, what does it run into. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { stage, commands }: DashboardProps) {
    super(scope, id);
    const { stack: name } = relayNames(stage.name);
    const rows = [...delayRows(this, stage, commands), ...workRows(this, stage)];
    new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: name,
      defaultInterval: Duration.hours(12),
      widgets: [[alarmStates(this)], ...rows.map((graphs) => graphs.map((graph) => drawn(graph, graphs.length)))],
    });
    new CfnOutput(this, 'DashboardUrl', { value: consoleUrl(name) }).overrideLogicalId('DashboardUrl');
  }
}

function delayRows(scope: Construct, stage: Stage, { queue }: CommandWriting): readonly (readonly Graph[])[] {
  const lag = (statistic: string) => measured('pollLagMs', statistic, stage).with({ label: `lag ${statistic}` });
  const counts = (...names: readonly CountName[]) => names.map((name) => counted(name, stage));
  const letters = found(scope, DeadLetterQueue).map((one) => one.metricApproximateNumberOfMessagesVisible(LARGEST));
  return [
    [
      ['How late polls are', 'ms', [lag('p50'), lag('p99')]],
      ['Dead letters', 'messages', letters],
      [
        'Tenants',
        'tenants',
        [measured('tenantsAway', 'Maximum', stage), ...counts('tenantsStopped', 'tenantsConnected')],
      ],
    ],
    [
      ['Oldest command', 's', [queue.metricApproximateAgeOfOldestMessage()]],
      ['Commands waiting', 'messages', [queue.metricApproximateNumberOfMessagesVisible(LARGEST)]],
      ['Commands', 'commands', counts('commandsSucceeded', 'commandsFailed', 'commandsParked', 'writerErrors')],
    ],
  ];
}

function workRows(scope: Construct, stage: Stage): readonly (readonly Graph[])[] {
  const counts = (...names: readonly CountName[]) => names.map((name) => counted(name, stage));
  const lambdas = found(scope, NodeFunction).map(({ lambda }) => lambda);
  return [
    [
      ['Polls', 'polls', counts('polls', 'pollsFailed')],
      ['Changes and events', 'changes, events', counts('changes', 'events', 'eventsRefused')],
      ['429s and outages of sevdesk', 'times', counts('throttled', 'breakersOpened', 'loginOutages')],
    ],
    [
      ['Held back', 'records', counts('deletionsHeld', 'recordsSetAside', 'recordsDoubled', 'listingsIncomplete')],
      ['Errors of functions', 'runs', lambdas.map((lambda) => lambda.metricErrors())],
      ['Longest runs of functions', 'ms', lambdas.map((lambda) => lambda.metricDuration(LARGEST))],
    ],
  ];
}

const LARGEST = { statistic: 'Maximum' };

/** Found in the stack, so that none is forgotten: what is made later than the dashboard is not on it. */
function found<C>(scope: Construct, type: abstract new (...args: never[]) => C): readonly C[] {
  return Stack.of(scope)
    .node.findAll()
    .flatMap((construct) => (construct instanceof type ? [construct] : []));
}

function alarmStates(scope: Construct): IWidget {
  return new AlarmStatusWidget({
    title: 'Alarms',
    width: ROW_WIDTH,
    height: 5,
    alarms: [...found(scope, RunbookAlarm)],
  });
}

function drawn([title, label, lines]: Graph, perRow: number): IWidget {
  const leftYAxis = { label, min: 0, showUnits: false };
  return new GraphWidget({ title, left: [...lines], leftYAxis, width: ROW_WIDTH / perRow, height: GRAPH_HEIGHT });
}

function consoleUrl(name: string): string {
  return `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${name}`;
}
