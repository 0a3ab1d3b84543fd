import type { Command } from 'commander';
import { isConnected } from '../../../shared/domain/tenant.ts';
import { knownTenant } from '../../../shared/operations/known-tenant.ts';
import { setIntervals, tenantIntervals } from '../../../shared/operations/tenant-intervals.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { type CliContext, print, say } from '../cli-context.ts';
import { formatIntervals, intervalsAsJson, USUAL_REQUESTS_PER_MINUTE } from '../format-intervals.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { readIntervals } from '../read-intervals.ts';
import { checkTenantId } from '../tenant-id.ts';

interface IntervalsOptions extends StageOptions {
  readonly json?: boolean;
}

/** `tenant intervals`: shows and sets how often the resources of one tenant are polled. */
export function tenantIntervalsCommand(context: CliContext): Command {
  return newCommand(context, 'intervals')
    .description('how often the resources of a tenant are polled; with Resource=seconds its own interval is set')
    .argument('<tenantId>')
    .argument('[Resource=seconds...]', '60 to 86400 s, or "default" to take the own interval back')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nFor example: sevdesk-relay --stage prod tenant intervals acme Invoice=60 Tag=default')
    .action(async (tenantId: string, assignments: readonly string[], _options: unknown, command: Command) => {
      await intervals(context, { tenantId: checkTenantId(tenantId), assignments }, command.optsWithGlobals());
    });
}

async function intervals(
  context: CliContext,
  { tenantId, assignments }: { readonly tenantId: string; readonly assignments: readonly string[] },
  options: IntervalsOptions,
): Promise<void> {
  const { tenants } = openStage(context, options);
  const wishes = readIntervals(assignments);
  const sets = assignments.length > 0;
  const tenant = sets
    ? await setIntervals({ tenants, now: context.now }, tenantId, wishes)
    : await knownTenant(tenants, tenantId);
  const shown = tenantIntervals(tenant, Object.values(resources), USUAL_REQUESTS_PER_MINUTE);
  print(context, options.json ? intervalsAsJson(shown) : formatIntervals(shown));
  if (sets) say(context, whenItCounts(isConnected(tenant)));
}

function whenItCounts(connected: boolean): string {
  return connected
    ? 'Set. What was set is polled at the next tick; the intervals count from there.'
    : 'Set. It counts once the tenant is connected again.';
}
