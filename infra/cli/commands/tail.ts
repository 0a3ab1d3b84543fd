import { type Command, InvalidArgumentError } from 'commander';
import { eventData } from '../../../shared/contract/event.ts';
import { EVENT_SOURCE } from '../../../shared/contract/names.ts';
import { type CliContext, print, say } from '../cli-context.ts';
import { type EventTap, openEventTap } from '../event-tap.ts';
import { formatEvent, readEvent } from '../format-event.ts';
import { newCommand } from '../new-command.ts';
import { oneLine } from '../one-line.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { painter } from '../paint.ts';
import { positiveInteger } from '../positive-integer.ts';
import { checkTenantId } from '../tenant-id.ts';

interface TailOptions extends StageOptions {
  readonly tenant?: string;
  readonly type?: readonly string[];
  readonly count?: number;
  readonly seconds?: number;
  readonly json?: boolean;
}

/** `tail`: shows events as they are published, through a temporary rule and queue. */
export function tailCommand(context: CliContext): Command {
  return newCommand(context, 'tail')
    .description('show events as they are published')
    .option('--tenant <tenantId>', 'of one tenant only')
    .option('--type <type...>', 'of these types only, for example invoice.paid', eventType)
    .option('--count <n>', 'end after so many events', positiveInteger)
    .option('--seconds <n>', 'end after so many seconds', positiveInteger)
    .option('--json', 'each event as one line of JSON')
    .action(async (_options: unknown, command: Command) => tail(context, command.optsWithGlobals<TailOptions>()));
}

async function tail(context: CliContext, options: TailOptions): Promise<void> {
  const { events, sqs, names } = openStage(context, options);
  const pattern = eventPattern(options);
  // From here on Ctrl-C does not end the process, so that rule and queue are removed.
  const stop = context.stopSignal();
  const tap = await openEventTap({ events, sqs, busName: names.bus, pattern });
  try {
    say(context, `Listening to ${names.bus}. Ctrl-C ends it.`);
    const timeUp = options.seconds ? [AbortSignal.timeout(options.seconds * 1000)] : [];
    await showEvents(context, tap, { ...options, until: AbortSignal.any([stop, ...timeUp]) });
  } finally {
    await tap.close();
  }
}

async function showEvents(
  context: CliContext,
  tap: EventTap,
  { json, count = Number.POSITIVE_INFINITY, until }: TailOptions & { readonly until: AbortSignal },
): Promise<void> {
  const show = json ? asJson : readable(context);
  let left = count;
  while (left > 0 && !until.aborted) {
    const bodies = (await tap.receive(until)).slice(0, left);
    for (const body of bodies) print(context, show(body));
    left -= bodies.length;
  }
}

function asJson(body: string): string {
  return JSON.stringify(JSON.parse(body).detail);
}

function readable(context: CliContext): (body: string) => string {
  const paint = painter(context);
  return (body) => {
    const event = readEvent(body);
    return event ? formatEvent(event, paint) : `An event that this version does not know: ${oneLine(body, 300)}`;
  };
}

/** What EventBridge lets through. */
function eventPattern({ tenant, type }: TailOptions): object {
  return {
    source: [EVENT_SOURCE],
    ...(type && { 'detail-type': type }),
    ...(tenant !== undefined && { detail: { tenantid: [checkTenantId(tenant)] } }),
  };
}

function eventType(value: string, before: readonly string[] = []): readonly string[] {
  const known = Object.keys(eventData);
  if (!known.includes(value)) throw new InvalidArgumentError(`Types are ${known.join(', ')}.`);
  return [...before, value];
}
