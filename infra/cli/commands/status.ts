import type { Command } from 'commander';
import { readStatus } from '../../../shared/operations/status.ts';
import { type CliContext, print } from '../cli-context.ts';
import { CommandFailed } from '../cli-error.ts';
import { formatStatus, statusAsJson } from '../format-status.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { painter } from '../paint.ts';
import { queueDepth } from '../queue-depth.ts';
import { checkTenantId } from '../tenant-id.ts';

interface StatusOptions extends StageOptions {
  readonly json?: boolean;
}

/** `status`: how tenants and the command queue are doing, stopped tenants first. */
export function statusCommand(context: CliContext): Command {
  return newCommand(context, 'status')
    .description('how the tenants and the command queue are doing')
    .argument('[tenantId]', 'one tenant only')
    .option('--json', 'as JSON')
    .action(async (tenantId: string | undefined, _options: unknown, command: Command) => {
      await showStatus(context, tenantId, command.optsWithGlobals<StatusOptions>());
    });
}

async function showStatus(context: CliContext, tenantId: string | undefined, options: StatusOptions): Promise<void> {
  if (tenantId !== undefined) checkTenantId(tenantId);
  const { stage, names, sqs, tenants, ledger } = openStage(context, options);
  const commandQueue = () => queueDepth(sqs, names.commandQueue);
  const deadLetters = () => queueDepth(sqs, names.commandDeadLetters);
  const status = await readStatus({ tenants, ledger, commandQueue, deadLetters }, tenantId);
  if (tenantId !== undefined && status.tenants.length === 0) {
    throw new CommandFailed(
      `Stage ${stage} knows no tenant ${tenantId}. One whose secret was put there by hand shows up within five minutes.`,
    );
  }
  const view = { nowMs: context.now(), paint: painter(context) };
  print(context, options.json ? statusAsJson(status) : formatStatus(status, view));
}
