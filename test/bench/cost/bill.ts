import type { Prices } from './prices.ts';
import { sumOf, times, type Use } from './use.ts';

/** Something that happens, and how often in a month. */
export interface Activity {
  readonly name: string;
  readonly perMonth: number;
  readonly use: Use;
}

/** What is there once, whatever happens. */
export interface Holdings {
  readonly alarms: number;
  readonly dashboards: number;
  readonly metrics: number;
  readonly keys: number;
}

export interface BillLine {
  readonly name: string;
  /** How much of it, in words. */
  readonly amount: string;
  readonly dollars: number;
}

const GB = 1024 ** 3;
/** What a client sends to open a connection with TLS; assumed. */
const BYTES_PER_CONNECTION = 1500;
/** Of an account, whatever the region. */
const FREE = { alarms: 10, dashboards: 3, metrics: 10 };

/** What a month of these activities costs, line by line. */
export function billOfUse(activities: readonly Activity[], prices: Prices): readonly BillLine[] {
  const use = sumOf(activities.map(({ use: one, perMonth }) => times(one, perMonth)));
  const line = (name: string, amount: string, dollars: number): BillLine => ({ name, amount, dollars });
  const { lambda, dynamo, sqs, events, secrets, kms } = prices;
  const bytesOut = use.bytesOut + use.connections * BYTES_PER_CONNECTION;
  const n = whole;
  return [
    line('Lambda, time', `${n(use.gbSeconds)} GB-s`, use.gbSeconds * lambda.gbSecond),
    line('Lambda, requests', n(use.invocations), use.invocations * lambda.request),
    line('DynamoDB, writes', `${n(use.writeUnits)} units`, use.writeUnits * dynamo.writeUnit),
    line('DynamoDB, reads', `${n(use.readUnits)} units`, use.readUnits * dynamo.readUnit),
    line(
      'SQS',
      `${n(use.sqsRequests)} requests, ${n(use.fifoRequests)} FIFO`,
      use.sqsRequests * sqs.request + use.fifoRequests * sqs.fifoRequest,
    ),
    line('Secrets Manager, calls', n(use.secretCalls), use.secretCalls * secrets.call),
    line('KMS, decryptions', n(use.kmsRequests), use.kmsRequests * kms.request),
    line(
      'EventBridge',
      `${n(use.events)} events`,
      use.events * events.event + (use.archivedBytes / GB) * events.archivedGb,
    ),
    line('EventBridge Scheduler', n(use.schedulerInvocations), use.schedulerInvocations * events.schedulerInvocation),
    line('CloudWatch Logs', `${megabytes(use.logBytes)} MB`, (use.logBytes / GB) * prices.logs.gb),
    line('data out to sevdesk', `${megabytes(bytesOut)} MB`, (bytesOut / GB) * prices.dataOut.gb),
  ].filter(({ dollars }) => dollars !== 0);
}

/** What a stage holds in a month, after the free allowance of an account that has nothing else. */
export function billOfHoldings(holdings: Holdings, { cloudwatch, kms }: Prices): readonly BillLine[] {
  const line = (name: string, count: number, { free, price }: { free: number; price: number }): BillLine => {
    return { name, amount: `${count}, ${free} free`, dollars: Math.max(0, count - free) * price };
  };
  return [
    line('alarms', holdings.alarms, { free: FREE.alarms, price: cloudwatch.alarm }),
    line('dashboards', holdings.dashboards, { free: FREE.dashboards, price: cloudwatch.dashboard }),
    line('metrics of our own', holdings.metrics, { free: FREE.metrics, price: cloudwatch.metric }),
    line('keys', holdings.keys, { free: 0, price: kms.keyMonth }),
  ];
}

export function billOfStorage(bytes: number, { dynamo }: Prices): BillLine {
  return { name: 'DynamoDB, storage', amount: `${megabytes(bytes)} MB`, dollars: (bytes / GB) * dynamo.gbMonth };
}

export function totalOf(lines: readonly BillLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function megabytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(1);
}
