import type { Command } from 'commander';
import { TenantUnknown } from '../../../shared/operations/known-tenant.ts';
import { removeTenant } from '../../../shared/operations/remove-tenant.ts';
import { parkedCommands } from '../../../shared/operations/tenant-status.ts';
import { type CliContext, print, say } from '../cli-context.ts';
import { CommandFailed } from '../cli-error.ts';
import { newCommand } from '../new-command.ts';
import { type OpenStage, openStage, type StageOptions } from '../open-stage.ts';
import { showNumber } from '../show-number.ts';
import { checkTenantId } from '../tenant-id.ts';
import { turnDependencies } from '../turn-dependencies.ts';

interface RemoveOptions extends StageOptions {
  readonly purge?: boolean;
  readonly yes?: boolean;
}

const ELSEWHERE = [
  'What remains elsewhere expires by itself: events in the archive of the bus, large records in the S3 bucket, logs, and messages of',
  'the queues. Nothing was changed in sevdesk; the token itself stays valid until it is renewed there.',
].join('\n');

/** `tenant remove`: ends a tenant for good, with all that is known of it if wished. */
export function tenantRemoveCommand(context: CliContext): Command {
  return newCommand(context, 'remove')
    .description('stop acting for a tenant for good: its token and its state are deleted; sevdesk is not changed')
    .argument('<tenantId>')
    .option('--purge', 'delete all that is known of it, too: snapshots, digests, and the ledger of its commands')
    .option('--yes', 'do it; without this it is only shown what would be deleted')
    .action(async (tenantId: string, _options: unknown, command: Command) => {
      await remove(context, checkTenantId(tenantId), command.optsWithGlobals<RemoveOptions>());
    });
}

async function remove(context: CliContext, tenantId: string, options: RemoveOptions): Promise<void> {
  const stage = openStage(context, options);
  const purge = options.purge === true;
  if (!options.yes) {
    print(context, await describeRemoval(stage, tenantId, purge));
    throw new CommandFailed('Nothing was removed. If this is what you want, add --yes.');
  }
  const told = new Set<string>();
  const onWait = (what: string) => {
    if (!told.has(what)) say(context, what);
    told.add(what);
  };
  await removeTenant({ ...turnDependencies(context, stage), onWait }, { tenantId, purge });
  const kept = `Its snapshots and its ledger stay: tenant remove ${tenantId} --purge deletes them, too.`;
  print(context, `Tenant ${tenantId} is removed${purge ? ', with all that was known of it' : ''}.`);
  print(context, purge ? ELSEWHERE : `${kept}\n${ELSEWHERE}`);
}

async function describeRemoval(stage: OpenStage, tenantId: string, purge: boolean): Promise<string> {
  const { tenants, ledger, data } = stage;
  const tenant = await tenants.get(tenantId);
  if (!tenant && !(await tenants.remains(tenantId))) throw new TenantUnknown(tenantId);
  const { records, commands } = await data.count(tenantId);
  const parked = tenant ? (await parkedCommands(ledger, tenant)).length : 0;
  const known = `${showNumber(records)} records and ${showNumber(commands)} commands in the ledger`;
  return [
    tenant
      ? `Tenant ${tenantId} is ${tenant.state}. Its token and its state would be deleted.`
      : `Tenant ${tenantId} was removed before.`,
    purge
      ? `All that is known of it would be deleted: ${known}.`
      : `This would stay: ${known}; --purge deletes it, too.`,
    ...(parked > 0 ? [parkedLine(parked, purge)] : []),
  ].join('\n');
}

function parkedLine(parked: number, purge: boolean): string {
  const fate = purge ? 'they would end as command.failed' : 'they would wait until the tenant is connected again';
  return `Commands that wait for it: ${showNumber(parked)}; ${fate}.`;
}
