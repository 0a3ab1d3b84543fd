import { type Command, InvalidArgumentError } from 'commander';
import { carryOutReplay } from '../carry-out-replay.ts';
import { type CliContext, print, say } from '../cli-context.ts';
import { durationMs } from '../duration.ts';
import { eachOnce } from '../each-once.ts';
import { eventTypesOption } from '../event-types-option.ts';
import { formatChanges, formatReplay, spanNotices } from '../format-replay.ts';
import { removeLeftBehind } from '../left-behind.ts';
import { newCommand } from '../new-command.ts';
import { LOCAL_STAGE, openStage, type StageOptions } from '../open-stage.ts';
import { planReplay, type ReplayWishes } from '../plan-replay.ts';
import type { ReplayBus } from '../replay-rule.ts';
import { checkTenantId } from '../tenant-id.ts';

interface ReplayOptions extends StageOptions, ReplayWishes {
  readonly linger?: number;
  readonly dryRun?: boolean;
}

/** A changed policy of a queue takes up to a minute until it counts everywhere; until then EventBridge would give events up. */
const SETTLES_MS = 60_000;
const LINGERS_MS = 60_000;

/** `replay`: events of the archive once more, to one rule. */
export function replayCommand(context: CliContext): Command {
  return newCommand(context, 'replay')
    .description('deliver archived events once more to the targets of one rule, and to nobody else')
    .requiredOption('--to-rule <rule>', 'the rule whose targets get them')
    .requiredOption(
      '--from <time>',
      'published from here on: 2026-11-20, "2026-11-20 09:15", a time with its zone, or 2h (ago)',
    )
    .option('--to <time>', 'published before this, in the same forms; a day is meant whole; now unless given')
    .option('--tenant <tenantId...>', 'of these tenants; all that the rule takes unless given', eachOnce(checkTenantId))
    .addOption(
      eventTypesOption("of these types, for example invoice.paid or 'contact.*'; all that the rule takes unless given"),
    )
    .option('--name <name>', 'of the replay, which its events carry as "replay-name"', replayName)
    .option(
      '--linger <duration>',
      'how long the temporary rule stays behind the last event, for targets that are busy; 1min unless given',
      durationMs,
    )
    .option('--dry-run', 'only show what would be done')
    .addHelpText(
      'after',
      "\nFor example: sevdesk-relay --stage prod replay --to-rule crm-events --tenant acme --types 'invoice.*' --from 2026-11-20",
    )
    .action(async (_options: unknown, command: Command) => replay(context, command.optsWithGlobals<ReplayOptions>()));
}

async function replay(context: CliContext, options: ReplayOptions): Promise<void> {
  const { events, sqs, names, endpoint, stage } = openStage(context, options);
  const bus: ReplayBus = { events, sqs, endpoint, busName: names.bus, now: context.now };
  const isLocal = stage === LOCAL_STAGE;
  const plan = await planReplay(context, bus, options);
  print(context, formatReplay(plan));
  for (const notice of spanNotices(plan, { nowMs: context.now(), isLocal })) say(context, notice);
  if (options.dryRun) {
    print(context, formatChanges(plan));
    return;
  }
  await removeLeftBehind(context, bus);
  // From here on Ctrl-C does not end the process, so that nothing is left behind.
  const stop = context.stopSignal();
  const { linger: lingerMs = isLocal ? 0 : LINGERS_MS } = options;
  await carryOutReplay(context, { bus, plan, stop, settleMs: isLocal ? 0 : SETTLES_MS, lingerMs });
}

function replayName(value: string): string {
  if (/^[.\-_A-Za-z0-9]{1,64}$/.test(value)) return value;
  throw new InvalidArgumentError('It must be 1 to 64 characters of A-Z, a-z, 0-9, ".", "-" and "_".');
}
