import type { Command } from 'commander';
import { knownTenant } from '../../../shared/operations/known-tenant.ts';
import { parkedCommands, readTenantStatus } from '../../../shared/operations/tenant-status.ts';
import { type CliContext, print } from '../cli-context.ts';
import { formatTenant, shownTenantAsJson } from '../format-tenant.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { painter } from '../paint.ts';
import { checkTenantId } from '../tenant-id.ts';

interface ShowOptions extends StageOptions {
  readonly json?: boolean;
}

/** `tenant show`: how one tenant stands, and what to do about it. */
export function tenantShowCommand(context: CliContext): Command {
  return newCommand(context, 'show')
    .description('how a tenant stands: state, account, token, resources, waiting commands, and what to do next')
    .argument('<tenantId>')
    .option('--json', 'as JSON')
    .action(async (tenantId: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ShowOptions>();
      const { tenants, ledger } = openStage(context, options);
      const tenant = await knownTenant(tenants, checkTenantId(tenantId));
      const parked = await parkedCommands(ledger, tenant);
      const shown = { tenant, status: await readTenantStatus(ledger, tenant, context.now()), parked };
      const view = { nowMs: context.now(), paint: painter(context) };
      print(context, options.json ? shownTenantAsJson(shown) : formatTenant(shown, view));
    });
}
