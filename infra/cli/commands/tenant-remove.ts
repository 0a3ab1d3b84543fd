import type { Command } from 'commander';
import { letterName, listDeadLetters } from '../../../shared/operations/dead-letter.ts';
import { TenantUnknown } from '../../../shared/operations/known-tenant.ts';
import { type RemoveDependencies, removeTenant } from '../../../shared/operations/remove-tenant.ts';
import { parkedCommands } from '../../../shared/operations/tenant-status.ts';
import { bucketName } from '../bucket-option.ts';
import { type CliContext, print, say } from '../cli-context.ts';
import { CommandFailed } from '../cli-error.ts';
import { deleteCopies } from '../delete-copies.ts';
import { newCommand } from '../new-command.ts';
import { type OpenStage, openStage, type StageOptions } from '../open-stage.ts';
import { showNumber } from '../show-number.ts';
import { s3Client, stageBucket } from '../stage-bucket.ts';
import { checkTenantId } from '../tenant-id.ts';
import { turnDependencies } from '../turn-dependencies.ts';

interface RemoveOptions extends StageOptions {
  readonly bucket?: string;
  readonly purge?: boolean;
  readonly yes?: boolean;
}

const IN_SEVDESK = 'Nothing was changed in sevdesk; the token itself stays valid until it is renewed there.';
const EXPIRES = 'What remains expires by itself: events in the archive of the bus, logs, and messages of the queues.';

/** `tenant remove`: ends a tenant for good, with all that is known of it if wished. */
export function tenantRemoveCommand(context: CliContext): Command {
  return newCommand(context, 'remove')
    .description('stop acting for a tenant for good: its token and its state are deleted; sevdesk is not changed')
    .argument('<tenantId>')
    .option('--purge', 'delete all that is known of it, too: snapshots, ledger, dead letters, files and large records')
    .option('--bucket <name>', "name or ARN of the stage's bucket, if it is not found; for --purge", bucketName)
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
  const dependencies = { ...turnDependencies(context, stage), onWait };
  if (purge) await purgeTenant(context, { stage, dependencies, bucket: options.bucket }, tenantId);
  else await removeTenant(dependencies, { tenantId, purge: false });
  const kept = `What is known of it stays: tenant remove ${tenantId} --purge deletes that, too.`;
  print(context, `Tenant ${tenantId} is removed${purge ? ', with all that was known of it' : ''}.`);
  print(context, `${purge ? EXPIRES : kept}\n${IN_SEVDESK}`);
}

interface Purge {
  readonly stage: OpenStage;
  readonly dependencies: Omit<RemoveDependencies, 'objects'>;
  readonly bucket: string | undefined;
}

/** What it needs is found before anything is deleted; copies of dead letters go last, since only the ledger knows them. */
async function purgeTenant(
  context: CliContext,
  { stage, dependencies, bucket: given }: Purge,
  tenantId: string,
): Promise<void> {
  const bucket = await stageBucket(stage, given);
  const letters = await listDeadLetters(stage, { tenantId });
  const s3 = await s3Client(stage);
  const { tenantObjects } = await import('../../../shared/aws/tenant-objects.ts');
  const objects = tenantObjects(s3, bucket);
  await removeTenant({ ...dependencies, objects }, { tenantId, purge: true }).finally(() => s3.destroy());
  await deleteCopies(context, stage, letters.map(letterName));
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
      ? `All that is known of it would be deleted: ${known}, its dead letters and its files.`
      : `This would stay: ${known}; --purge deletes it, too.`,
    ...(parked > 0 ? [parkedLine(parked, purge)] : []),
  ].join('\n');
}

function parkedLine(parked: number, purge: boolean): string {
  const fate = purge ? 'they would end as command.failed' : 'they would wait until the tenant is connected again';
  return `Commands that wait for it: ${showNumber(parked)}; ${fate}.`;
}
