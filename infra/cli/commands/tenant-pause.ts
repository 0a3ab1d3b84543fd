import type { Command } from 'commander';
import { pauseTenant } from '../../../shared/operations/pause-tenant.ts';
import { type CliContext, print } from '../cli-context.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { checkTenantId } from '../tenant-id.ts';
import { turnDependencies } from '../turn-dependencies.ts';

/** `tenant pause`: nothing is read or written for a tenant until it is resumed. */
export function tenantPauseCommand(context: CliContext): Command {
  return newCommand(context, 'pause')
    .description('stop polling a tenant and carrying out its commands, which wait; its token stays')
    .argument('<tenantId>')
    .action(async (tenantId: string, _options: unknown, command: Command) => {
      const stage = openStage(context, command.optsWithGlobals<StageOptions>());
      await pauseTenant(turnDependencies(context, stage), checkTenantId(tenantId));
      print(context, `Tenant ${tenantId} is paused. A poll or command that is under way goes on to its end.`);
      print(context, `To go on: tenant resume ${tenantId}`);
    });
}
