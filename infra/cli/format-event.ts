import type { RelayEvent } from '../../shared/contract/event.ts';
import { InvalidEvent, parseEvent } from '../../shared/contract/parse-event.ts';
import { eventWords } from './event-words.ts';
import { oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';
import { berlinClock } from './show-time.ts';

const MOST_CHARACTERS = 400;
/** Below the tenant, so that the eye finds the next event at its time. */
const INDENT = ' '.repeat(21);

/** How events are shown. */
export interface EventLook {
  readonly paint: Paint;
  /** A second line for what changed: for people. Elsewhere an event is one line. */
  readonly twoLines: boolean;
}

/** What EventBridge delivered, for people; also what is no event that this version knows. */
export function showEvent(body: string, look: EventLook): string {
  const event = readEvent(body);
  if (!event) return `An event that this version does not know: ${oneLine(body, 300)}`;
  return formatEvent(event, { ...look, replay: replayOf(body) });
}

/** The event in what EventBridge delivered; undefined for one that this version does not know. */
export function readEvent(body: string): RelayEvent | undefined {
  try {
    return parseEvent(body);
  } catch (error) {
    if (error instanceof InvalidEvent) return undefined;
    throw error;
  }
}

/** The name of the replay that delivered it; none for a live event. */
export function replayOf(body: string): string | undefined {
  const { 'replay-name': name } = JSON.parse(body) as { readonly 'replay-name'?: unknown };
  return typeof name === 'string' ? name : undefined;
}

/** When, whose, what, of which record, and what it is about. All that comes from outside is cleaned. */
export function formatEvent(
  event: RelayEvent,
  { paint, twoLines, replay }: EventLook & { readonly replay?: string | undefined },
): string {
  const { facts, more } = eventWords(event);
  const columns = [
    paint('dim', when(event.time)),
    oneLine(event.tenantid ?? '-').padEnd(12),
    paint(colourOf(event.type), event.type.padEnd(18)),
    oneLine(event.subject).padEnd(17),
    oneLine(facts, MOST_CHARACTERS),
  ];
  const mark = replay === undefined ? '' : paint('yellow', `replayed: ${oneLine(replay)}`);
  const second = [more && paint('dim', oneLine(more, MOST_CHARACTERS)), mark].filter(Boolean).join(' · ');
  const first = columns.join('  ').trimEnd();
  if (!second) return first;
  return twoLines ? `${first}\n${INDENT}${second}` : `${first} · ${second}`;
}

/** What is no time is shown as it is: a bad event ends no `tail`. */
function when(time: string): string {
  const atMs = Date.parse(time);
  return Number.isNaN(atMs) ? oneLine(time) : berlinClock(atMs);
}

function colourOf(type: string): Parameters<Paint>[0] {
  if (/\.(failed|disconnected|suspended|removed)$/.test(type)) return 'red';
  if (/\.parked$/.test(type)) return 'yellow';
  return /\.(succeeded|paid|connected|resumed|completed)$/.test(type) ? 'green' : 'cyan';
}
