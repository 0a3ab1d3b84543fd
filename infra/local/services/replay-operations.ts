import { z } from 'zod';
import type { Archives } from './archives.ts';
import { AwsError } from './aws-error.ts';
import type { EventArchive, EventBusStore, EventReplay } from './event-bus-store.ts';
import { listByName, listInput } from './list-by-name.ts';
import { type Operation, operation } from './operation.ts';
import { isUnderWay, type Replays } from './replays.ts';

const AT_A_TIME = 10;

const epochSeconds = z.number();
const named = z.strictObject({ ReplayName: z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/) });
const start = named.extend({
  Description: z.string().max(512).optional(),
  EventSourceArn: z.string(),
  EventStartTime: epochSeconds,
  EventEndTime: epochSeconds,
  Destination: z.strictObject({ Arn: z.string(), FilterArns: z.array(z.string()).optional() }),
});
const list = z.strictObject({
  ...listInput,
  NamePrefix: z.string().optional(),
  State: z.string().optional(),
  EventSourceArn: z.string().optional(),
});

interface Parts {
  readonly store: EventBusStore;
  readonly archives: Archives;
  readonly replays: Replays;
}

export function replayOperations(parts: Parts): Record<string, Operation> {
  const { store } = parts;
  return {
    StartReplay: operation(start, (input) => startReplay(parts, input)),
    DescribeReplay: operation(named, ({ ReplayName }) => {
      const replay = getReplay(store, ReplayName);
      const { arn, description, busArn, ruleArns } = replay;
      return {
        ...summary(replay),
        ReplayArn: arn,
        Description: description,
        Destination: { Arn: busArn, FilterArns: ruleArns },
      };
    }),
    ListReplays: operation(list, ({ State, EventSourceArn, ...page }) => {
      const asked = store.state.replays.filter(
        ({ state, archiveArn }) => state === (State ?? state) && archiveArn === (EventSourceArn ?? archiveArn),
      );
      const { items, nextToken } = listByName(asked, page);
      return { Replays: items.map(summary), NextToken: nextToken };
    }),
    CancelReplay: operation(named, ({ ReplayName }) => cancelReplay(getReplay(store, ReplayName))),
  };
}

function startReplay({ store, archives, replays }: Parts, input: z.output<typeof start>): object {
  const archive = archiveOf(store, archives, input);
  requireRoom(store, input.ReplayName);
  const replay: EventReplay = {
    name: input.ReplayName,
    arn: archive.arn.replace(/:archive\/.*$/, `:replay/${input.ReplayName}`),
    description: input.Description,
    archiveArn: archive.arn,
    busArn: archive.busArn,
    ruleArns: input.Destination.FilterArns ?? [],
    startMs: input.EventStartTime * 1000,
    endMs: input.EventEndTime * 1000,
    state: 'STARTING',
    startedAtMs: Date.now(),
  };
  store.state.replays.push(replay);
  store.save();
  replays.start(replay, archive);
  return { ReplayArn: replay.arn, State: replay.state, ReplayStartTime: replay.startedAtMs / 1000 };
}

/** @throws AwsError for what the replay can't be made of. */
function archiveOf(store: EventBusStore, archives: Archives, input: z.output<typeof start>): EventArchive {
  const [, archiveName] = /:archive\/(.+)$/.exec(input.EventSourceArn) ?? [];
  if (archiveName === undefined) throw invalid('EventSourceArn', 'Must contain an archive ARN');
  const archive = archives.get(archiveName);
  const { Arn, FilterArns = [] } = input.Destination;
  if (Arn !== archive.busArn) throw invalid('Destination.Arn', 'Cross event bus replay is not permitted');
  if (input.EventStartTime >= input.EventEndTime) {
    throw invalid('EventEndTime', 'EventStartTime must be before EventEndTime');
  }
  const rules = store.getBus(archive.busArn).rules.map(({ arn }) => arn);
  const unknown = FilterArns.find((arn) => !rules.includes(arn));
  if (unknown !== undefined) throw new AwsError('ResourceNotFoundException', `Rule ${unknown} does not exist.`);
  return archive;
}

function requireRoom(store: EventBusStore, name: string): void {
  if (store.state.replays.some((replay) => replay.name === name)) {
    throw new AwsError('ResourceAlreadyExistsException', `Replay ${name} already exists.`);
  }
  if (store.state.replays.filter(isUnderWay).length >= AT_A_TIME) {
    throw new AwsError('LimitExceededException', `An account can have ${AT_A_TIME} replays at a time.`);
  }
}

function cancelReplay(replay: EventReplay): object {
  if (replay.state !== 'STARTING' && replay.state !== 'RUNNING') {
    const message = `Replay ${replay.name} is not in a valid state for this operation.`;
    throw new AwsError('IllegalStatusException', message);
  }
  replay.state = 'CANCELLING';
  return { ReplayArn: replay.arn, State: replay.state };
}

function getReplay(store: EventBusStore, name: string): EventReplay {
  const replay = store.state.replays.find((candidate) => candidate.name === name);
  if (!replay) throw new AwsError('ResourceNotFoundException', `Replay ${name} does not exist.`);
  return replay;
}

function summary(replay: EventReplay): object {
  const seconds = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1000);
  return {
    ReplayName: replay.name,
    EventSourceArn: replay.archiveArn,
    State: replay.state,
    StateReason: replay.stateReason,
    EventStartTime: seconds(replay.startMs),
    EventEndTime: seconds(replay.endMs),
    EventLastReplayedTime: seconds(replay.lastReplayedMs),
    ReplayStartTime: seconds(replay.startedAtMs),
    ReplayEndTime: seconds(replay.endedAtMs),
  };
}

function invalid(parameter: string, reason: string): AwsError {
  return new AwsError('ValidationException', `Parameter ${parameter} is not valid. Reason: ${reason}.`);
}
