import type { Command } from 'commander';
import { commandQueue } from '../../../shared/aws/command-queue.ts';
import type { FailureReason } from '../../../shared/contract/event.ts';
import type { LetterName } from '../../../shared/domain/letter-name.ts';
import { isConnected } from '../../../shared/domain/tenant.ts';
import { knownTenant } from '../../../shared/operations/known-tenant.ts';
import { planRedrive, type RedrivePlan } from '../../../shared/operations/redrive-plan.ts';
import { type CliContext, print, say } from '../cli-context.ts';
import { CommandFailed, WrongUsage } from '../cli-error.ts';
import { deleteCopies } from '../delete-copies.ts';
import { describeLeft, describeRun } from '../format-redrive.ts';
import { newCommand } from '../new-command.ts';
import { type OpenStage, openStage, type StageOptions } from '../open-stage.ts';
import { queueUrl } from '../queue-depth.ts';
import { redriveAll } from '../redrive-all.ts';
import { checkTenantId } from '../tenant-id.ts';
import { reasonOption } from './dead-letters-list.ts';

interface RedriveOptions extends StageOptions {
  readonly reason?: FailureReason;
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

/** `dead-letters redrive`: sends failed commands of a tenant again, in the order in which they came. */
export function deadLettersRedriveCommand(context: CliContext): Command {
  return newCommand(context, 'redrive')
    .description('send commands that failed again, in their order; what may have taken effect is looked for first')
    .argument('<tenantId>')
    .argument('[commandId...]', 'these; else give --reason or --all')
    .addOption(reasonOption())
    .option('--all', 'all that failed')
    .option('--dry-run', 'only show what would be sent')
    .addHelpText(
      'after',
      '\nFor example: sevdesk-relay --stage prod dead-letters redrive acme --reason rejected_by_sevdesk --dry-run',
    )
    .action(async (tenantId: string, ids: readonly string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<RedriveOptions>();
      if (ids.length > 0 === (options.all === true || options.reason !== undefined)) throw new WrongUsage(WHICH);
      await redrive(context, { tenantId: checkTenantId(tenantId), ids }, options);
    });
}

const WHICH = 'Which ones? Name the commands, or give --reason or --all.';

async function redrive(
  context: CliContext,
  { tenantId, ids }: { readonly tenantId: string; readonly ids: readonly string[] },
  options: RedriveOptions,
): Promise<void> {
  const stage = openStage(context, options);
  const tenant = await knownTenant(stage.tenants, tenantId);
  const wish = { tenantId, commandIds: ids.length > 0 ? ids : ('all' as const), reason: options.reason };
  const plan = await planRedrive({ ...stage, now: context.now }, wish);
  if (!isConnected(tenant)) {
    say(context, `Tenant ${tenantId} is ${tenant.state}: what is redriven is parked until it is back.`);
  }
  const left = options.dryRun ? showPlan(context, plan) : await carryOut(context, stage, plan);
  for (const line of describeLeft(left)) say(context, line);
  if (plan.steps.length === 0) print(context, 'There is nothing to redrive.');
  if (left.some(({ settled }) => !settled)) throw new CommandFailed('Not all could be redriven.');
}

function showPlan(context: CliContext, { steps, left }: RedrivePlan): RedrivePlan['left'] {
  for (const { entry, starts, looksFirst } of steps) {
    const run = entry.run + (starts ? 1 : 0);
    print(context, `Would be redriven: ${describeRun({ commandId: entry.commandId, run, looksFirst })}`);
  }
  return left;
}

async function carryOut(context: CliContext, stage: OpenStage, plan: RedrivePlan): Promise<RedrivePlan['left']> {
  if (plan.steps.length === 0) return plan.left;
  const { sqs, names, ledger } = stage;
  const resend = commandQueue(sqs, await queueUrl(sqs, names.commandQueue));
  const gone: LetterName[] = [];
  const onGone = (letter: LetterName) => void gone.push(letter);
  try {
    const left = await redriveAll(context, { ledger, resend, now: context.now, onGone }, plan.steps);
    return [...plan.left, ...left];
  } finally {
    await deleteCopies(context, stage, gone);
  }
}
