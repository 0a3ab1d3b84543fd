import type { Command } from 'commander';
import { commandQueue } from '../../../shared/aws/command-queue.ts';
import { RESOURCE_NAMES } from '../../../shared/contract/event.ts';
import { resumeTenant } from '../../../shared/operations/resume-tenant.ts';
import { askDependencies } from '../ask-dependencies.ts';
import { type CliContext, print } from '../cli-context.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { queueUrl } from '../queue-depth.ts';
import { showNumber } from '../show-number.ts';
import { checkTenantId } from '../tenant-id.ts';
import { turnDependencies } from '../turn-dependencies.ts';

/** `tenant resume`: ends a pause. */
export function tenantResumeCommand(context: CliContext): Command {
  return newCommand(context, 'resume')
    .description(
      'go on with a paused tenant: its waiting commands are carried out in their order, and it is polled now',
    )
    .argument('<tenantId>')
    .action(async (tenantId: string, _options: unknown, command: Command) => {
      await resume(context, checkTenantId(tenantId), command.optsWithGlobals<StageOptions>());
    });
}

async function resume(context: CliContext, tenantId: string, options: StageOptions): Promise<void> {
  const stage = openStage(context, options);
  const { sqs, names } = stage;
  const { requestPolls } = await askDependencies(context, stage);
  const resend = commandQueue(sqs, await queueUrl(sqs, names.commandQueue));
  const dependencies = { ...turnDependencies(context, stage), requestPolls, resend, resources: RESOURCE_NAMES };
  const { tenant, resent } = await resumeTenant(dependencies, tenantId);
  print(context, `Tenant ${tenantId} is ${tenant.state}: it is polled now, from where it stood.`);
  if (resent > 0) print(context, `Commands that waited and were sent again, in their order: ${showNumber(resent)}.`);
}
