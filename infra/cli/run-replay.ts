import {
  CancelReplayCommand,
  DescribeReplayCommand,
  type DescribeReplayCommandOutput,
  type EventBridgeClient,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import type { CliContext } from './cli-context.ts';
import { CommandFailed } from './cli-error.ts';
import { isUnderWay } from './replay-state.ts';

const LOOK_EVERY_MS = 2000;
/** AWS cancels within seconds; who waits for longer is told how it is. */
const CANCEL_LOOKS = 60;

export interface ReplayRequest {
  readonly name: string;
  readonly archiveArn: string;
  readonly busArn: string;
  /** The only rule that gets its events. */
  readonly ruleArn: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ReplayOutcome {
  readonly state: 'COMPLETED' | 'CANCELLED' | 'CANCELLING' | 'FAILED';
  readonly reason?: string | undefined;
  /** Of the last event that was replayed. */
  readonly reachedMs?: number | undefined;
}

export interface ReplayLook extends Pick<ReplayOutcome, 'reachedMs'> {
  readonly isComplete: boolean;
}

export interface ReplayDependencies extends Pick<CliContext, 'pause'> {
  readonly events: EventBridgeClient;
  /** Called at each look. */
  readonly onLook: (seen: ReplayLook) => Promise<void>;
}

/**
 * Has EventBridge replay to one rule, and waits for the end. When it is to stop, the replay is cancelled.
 * @throws CommandFailed in words for what EventBridge refuses
 */
export async function runReplay(
  dependencies: ReplayDependencies,
  request: ReplayRequest,
  stop: AbortSignal,
): Promise<ReplayOutcome> {
  await start(dependencies.events, request);
  try {
    return await watch(dependencies, request, stop);
  } catch (error) {
    // Whoever can't watch it takes its rule away: what it replayed after that would reach nobody.
    await cancel(dependencies.events, request.name).catch(() => undefined);
    throw error;
  }
}

async function watch(
  dependencies: ReplayDependencies,
  { name }: ReplayRequest,
  stop: AbortSignal,
): Promise<ReplayOutcome> {
  const seen = await lookUntilEnd(dependencies, name, { stop });
  if (!isUnderWay(seen.State)) return outcome(seen);
  await cancel(dependencies.events, name);
  return outcome(await lookUntilEnd(dependencies, name, { mostLooks: CANCEL_LOOKS }));
}

/** Looks now and then, until it has ended, is to stop, or was looked at often enough. Answers what was seen last. */
async function lookUntilEnd(
  { events, pause, onLook }: ReplayDependencies,
  ReplayName: string,
  { stop, mostLooks = Number.POSITIVE_INFINITY }: { readonly stop?: AbortSignal; readonly mostLooks?: number },
): Promise<DescribeReplayCommandOutput> {
  for (let looks = 1; ; looks += 1) {
    const replay = await events.send(new DescribeReplayCommand({ ReplayName }));
    await onLook({ isComplete: replay.State === 'COMPLETED', reachedMs: reached(replay) });
    if (!isUnderWay(replay.State) || stop?.aborted || looks >= mostLooks) return replay;
    await pause(LOOK_EVERY_MS, stop);
  }
}

async function start(events: EventBridgeClient, request: ReplayRequest): Promise<void> {
  const { name, archiveArn, busArn, ruleArn, fromMs, toMs } = request;
  const input = {
    ReplayName: name,
    Description: 'Of "sevdesk-relay replay"',
    EventSourceArn: archiveArn,
    EventStartTime: new Date(fromMs),
    EventEndTime: new Date(toMs),
    Destination: { Arn: busArn, FilterArns: [ruleArn] },
  };
  try {
    await events.send(new StartReplayCommand(input));
  } catch (error) {
    throw explained(error, name);
  }
}

/** One that has ended meanwhile can't be cancelled, and needs not. */
async function cancel(events: EventBridgeClient, ReplayName: string): Promise<void> {
  try {
    await events.send(new CancelReplayCommand({ ReplayName }));
  } catch (error) {
    if ((error as Error).name !== 'IllegalStatusException') throw error;
  }
}

function outcome(replay: DescribeReplayCommandOutput): ReplayOutcome {
  return { state: replay.State as ReplayOutcome['state'], reason: replay.StateReason, reachedMs: reached(replay) };
}

function reached({ EventLastReplayedTime }: DescribeReplayCommandOutput): number | undefined {
  return EventLastReplayedTime?.getTime();
}

function explained(error: unknown, name: string): unknown {
  const { name: kind = '', message = '' } = error as Partial<Error>;
  if (kind === 'LimitExceededException') {
    return new CommandFailed(
      `AWS carries out ten replays at a time in an account and region, and ten are under way ("aws events list-replays --state RUNNING"). (${message})`,
    );
  }
  if (kind === 'ResourceAlreadyExistsException') {
    return new CommandFailed(
      `There was a replay of the name ${name}, and AWS remembers it for 90 days: take another --name.`,
    );
  }
  return error;
}
