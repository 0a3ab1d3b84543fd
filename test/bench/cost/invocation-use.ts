import type { AwsUse } from './aws-meter.ts';
import { logBytes } from './log-bytes.ts';
import type { Timing } from './measured-function.ts';
import type { SevdeskUse } from './slow-sevdesk.ts';
import type { FunctionFacts } from './stack-facts.ts';
import { NO_USE, type Use } from './use.ts';

/** One invocation, as it was measured. */
export interface Invocation {
  readonly timing: Timing;
  readonly aws: AwsUse;
  readonly sevdesk: SevdeskUse;
}

/** So much memory gives one whole processor; less gives that part of it (developer guide, "Configure memory"). */
const MB_PER_PROCESSOR = 1769;

/** Measured here on a whole processor: the work takes longer on a part of one, the waiting does not. */
export function billedMs({ wallMs, cpuMs }: Pick<Timing, 'wallMs' | 'cpuMs'>, memoryMb: number): number {
  const slower = Math.max(1, MB_PER_PROCESSOR / memoryMb);
  return Math.ceil(wallMs + cpuMs * (slower - 1));
}

/** What an invocation is billed with. What its event source asks of SQS is not in it. */
export function useOf({ timing, aws, sevdesk }: Invocation, { memoryMb, systemLines, ownKey }: FunctionFacts): Use {
  const calls = (pattern: RegExp) =>
    Object.entries(aws.calls).reduce((sum, [name, count]) => sum + (pattern.test(name) ? count : 0), 0);
  return {
    ...NO_USE,
    invocations: 1,
    gbSeconds: ((memoryMb / 1024) * billedMs(timing, memoryMb)) / 1000,
    readUnits: aws.readUnits,
    writeUnits: aws.writeUnits,
    sqsRequests: calls(/^sqs /),
    secretCalls: calls(/^secretsmanager /),
    kmsRequests: ownKey ? calls(/^secretsmanager GetSecretValue$/) : 0,
    events: aws.events,
    archivedBytes: aws.eventBytes,
    logBytes: logBytes([...timing.logLines, ...systemLines]),
    connections: sevdesk.connections,
    bytesOut: sevdesk.bytesOut,
  };
}
