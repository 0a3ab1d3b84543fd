import { type Command, Option } from 'commander';
import { TENANT_TRANSITIONS } from '../../../shared/domain/tenant-state.ts';
import { readTenantStatus, stoppedFirst, type TenantStatus } from '../../../shared/operations/tenant-status.ts';
import { type CliContext, print } from '../cli-context.ts';
import { formatTenants, tenantAsJson } from '../format-tenants.ts';
import { newCommand } from '../new-command.ts';
import { type OpenStage, openStage, type StageOptions } from '../open-stage.ts';
import { painter } from '../paint.ts';

interface ListOptions extends StageOptions {
  readonly state?: string;
  readonly json?: boolean;
}

/** `tenant list`: one line per tenant, those that are stopped first. */
export function tenantListCommand(context: CliContext): Command {
  const states = Object.keys(TENANT_TRANSITIONS);
  return newCommand(context, 'list')
    .description('every tenant, its state, and the commands that wait for it')
    .addOption(new Option('--state <state>', 'those in this state only').choices(states))
    .option('--json', 'as JSON')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      const tenants = await readTenants(openStage(context, options), { state: options.state, nowMs: context.now() });
      const view = { nowMs: context.now(), paint: painter(context) };
      if (options.json) print(context, JSON.stringify(tenants.map(tenantAsJson)));
      else print(context, tenants.length > 0 ? formatTenants(tenants, view) : nobody(options.state));
    });
}

async function readTenants(
  { tenants, ledger }: OpenStage,
  { state, nowMs }: { readonly state: string | undefined; readonly nowMs: number },
): Promise<TenantStatus[]> {
  const found: TenantStatus[] = [];
  for await (const tenant of tenants.all()) {
    if (state === undefined || tenant.state === state) found.push(await readTenantStatus(ledger, tenant, nowMs));
  }
  return found.sort(stoppedFirst);
}

function nobody(state: string | undefined): string {
  return state ? `No tenant is ${state}.` : 'No tenants yet. The first one: tenant connect <tenantId>';
}
