import type { Command } from 'commander';
import { disconnectTenant } from '../../../shared/operations/disconnect-tenant.ts';
import { type CliContext, print } from '../cli-context.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { checkTenantId } from '../tenant-id.ts';
import { turnDependencies } from '../turn-dependencies.ts';

/** `tenant disconnect`: the relay forgets a tenant's token, and nothing else. */
export function tenantDisconnectCommand(context: CliContext): Command {
  return newCommand(context, 'disconnect')
    .description(
      "stop acting for a tenant and delete its token; all that is known of it stays, and sevdesk isn't changed",
    )
    .argument('<tenantId>')
    .action(async (tenantId: string, _options: unknown, command: Command) => {
      const stage = openStage(context, command.optsWithGlobals<StageOptions>());
      await disconnectTenant(turnDependencies(context, stage), checkTenantId(tenantId));
      print(context, `Tenant ${tenantId} is disconnected, and its secret is deleted without recovery.`);
      print(
        context,
        'The token itself stays valid until it is renewed in sevdesk. Snapshots, cursors and ledger stay.',
      );
      print(context, `To go on where it stood: tenant connect ${tenantId}`);
    });
}
