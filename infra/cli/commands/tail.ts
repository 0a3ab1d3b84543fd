import { type Command, Option } from 'commander';
import { cleaningUp } from '../cleaning-up.ts';
import { type CliContext, print, say } from '../cli-context.ts';
import { commandIdOption } from '../command-id-option.ts';
import { eachOnce } from '../each-once.ts';
import { type EventTap, openEventTap } from '../event-tap.ts';
import { eventTypesOption } from '../event-types-option.ts';
import { replayOf, showEvent } from '../format-event.ts';
import { removeLeftBehind } from '../left-behind.ts';
import { newCommand } from '../new-command.ts';
import { LOCAL_STAGE, openStage, type StageOptions } from '../open-stage.ts';
import { painter } from '../paint.ts';
import { positiveInteger } from '../positive-integer.ts';
import { resourceOption } from '../resource-option.ts';
import { type EventFilter, fieldName, recordSubject, tailPattern } from '../tail-pattern.ts';
import { checkTenantId } from '../tenant-id.ts';

interface TailOptions extends StageOptions, EventFilter {
  readonly count?: number;
  readonly seconds?: number;
  readonly json?: boolean;
}

/** AWS takes a moment until a new rule sees events. */
const SETTLES_MS = 5000;

/** `tail`: shows events as they are published, through a temporary rule and queue. */
export function tailCommand(context: CliContext): Command {
  return newCommand(context, 'tail')
    .description('show events as they are published')
    .option('--tenant <tenantId...>', 'of these tenants only', eachOnce(checkTenantId))
    .addOption(eventTypesOption("of these types only, for example invoice.paid or 'contact.*'"))
    .addOption(resourceOption())
    .option('--record <record...>', 'of these records only, for example Invoice/4711', eachOnce(recordSubject))
    .addOption(
      new Option('--origin <origin>', 'only what a command of the relay changed, or only what others did').choices([
        'self',
        'external',
      ]),
    )
    .option('--changed <field...>', 'only changes of one of these fields, for example status', eachOnce(fieldName))
    .addOption(commandIdOption('only what one command caused, and what became of it'))
    .option('--count <n>', 'end after so many events', positiveInteger)
    .option('--seconds <n>', 'end after so many seconds', positiveInteger)
    .option('--json', 'each event as one line of JSON')
    .addHelpText(
      'after',
      "\nFor example: sevdesk-relay --stage prod tail --tenant acme --type 'invoice.*' --changed status",
    )
    .action(async (_options: unknown, command: Command) => tail(context, command.optsWithGlobals<TailOptions>()));
}

async function tail(context: CliContext, options: TailOptions): Promise<void> {
  const { events, sqs, names, endpoint, stage } = openStage(context, options);
  const bus = { events, sqs, endpoint, busName: names.bus, now: context.now };
  await removeLeftBehind(context, bus);
  // From here on Ctrl-C does not end the process, so that rule and queue are removed.
  const stop = context.stopSignal();
  const tap = await openEventTap(bus, tailPattern(options));
  const listen = async () => {
    if (stage !== LOCAL_STAGE) await context.pause(SETTLES_MS, stop);
    say(context, `Listening to ${names.bus}. Ctrl-C ends it.`);
    const timeUp = options.seconds ? [AbortSignal.timeout(options.seconds * 1000)] : [];
    await showEvents(context, tap, { ...options, until: AbortSignal.any([stop, ...timeUp]) });
  };
  await cleaningUp(context, listen, tap.close);
}

async function showEvents(
  context: CliContext,
  tap: EventTap,
  { json, count = Number.POSITIVE_INFINITY, until }: TailOptions & { readonly until: AbortSignal },
): Promise<void> {
  const look = { paint: painter(context), twoLines: context.stdout.isTTY === true };
  const show = json ? asJson : (body: string) => showEvent(body, look);
  let left = count;
  while (left > 0 && !until.aborted) {
    const bodies = (await tap.receive(until)).slice(0, left);
    for (const body of bodies) print(context, show(body));
    left -= bodies.length;
  }
}

/** The event as consumers parse it; a replayed one keeps the mark that EventBridge gave it. */
function asJson(body: string): string {
  const { detail } = JSON.parse(body);
  const replay = replayOf(body);
  return JSON.stringify(replay === undefined ? detail : { ...detail, 'replay-name': replay });
}
