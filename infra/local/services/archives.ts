import { AwsError } from './aws-error.ts';
import type { EventArchive, EventBusStore } from './event-bus-store.ts';
import type { DeliveredEvent } from './event-entry.ts';
import { type EventLog, openEventLog } from './event-log.ts';
import { compileEventPattern, type EventPattern } from './event-pattern.ts';

const DAY_MS = 86_400_000;

/** The archives of all buses, with the events in them. */
export interface Archives {
  /** @throws AwsError ResourceNotFoundException */
  readonly get: (name: string) => EventArchive;
  readonly add: (archive: EventArchive) => void;
  readonly remove: (archive: EventArchive) => void;
  /** Archives an event of a bus wherever the pattern matches. A replayed one is not archived again. */
  readonly keep: (event: DeliveredEvent, busNameOrArn: string | undefined) => void;
  /** What did not expire. */
  readonly events: (archive: EventArchive) => readonly DeliveredEvent[];
}

/** `logPath`: where the events of an archive are kept; undefined keeps them in memory. */
export function openArchives(store: EventBusStore, logPath: (archiveName: string) => string | undefined): Archives {
  const logs = new Map<string, EventLog>();
  const patterns = new Map<string, EventPattern>();
  const logOf = ({ name }: EventArchive): EventLog => {
    const log = logs.get(name) ?? openEventLog(logPath(name));
    logs.set(name, log);
    return log;
  };
  const matches = (text: string, event: DeliveredEvent): boolean => {
    const pattern = patterns.get(text) ?? compileEventPattern(text);
    patterns.set(text, pattern);
    return pattern(event);
  };
  return {
    get(name) {
      const archive = store.state.archives.find((candidate) => candidate.name === name);
      if (!archive) throw new AwsError('ResourceNotFoundException', `Archive ${name} does not exist.`);
      return archive;
    },
    add(archive) {
      store.state.archives.push(archive);
      store.save();
    },
    remove(archive) {
      store.state.archives = store.state.archives.filter((other) => other !== archive);
      logOf(archive).remove();
      logs.delete(archive.name);
      store.save();
    },
    keep(event, busNameOrArn) {
      if (event['replay-name'] !== undefined) return;
      const busArn = store.findBus(busNameOrArn)?.arn;
      for (const archive of store.state.archives) {
        if (archive.busArn !== busArn) continue;
        if (archive.eventPattern === undefined || matches(archive.eventPattern, event)) logOf(archive).append(event);
      }
    },
    events: (archive) => logOf(archive).read(expiredBefore(archive)),
  };
}

function expiredBefore({ retentionDays }: EventArchive): number {
  return retentionDays === 0 ? Number.NEGATIVE_INFINITY : Date.now() - retentionDays * DAY_MS;
}
