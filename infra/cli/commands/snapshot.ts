import type { Command } from 'commander';
import { publishTo } from '../../../shared/aws/event-bus.ts';
import { recordStore, type StoreRecord } from '../../../shared/aws/record-store.ts';
import { RESOURCE_NAMES, type ResourceName } from '../../../shared/contract/event.ts';
import { isConnected, type Tenant } from '../../../shared/domain/tenant.ts';
import { knownTenant } from '../../../shared/operations/known-tenant.ts';
import { publishSnapshots } from '../../../shared/operations/publish-snapshots.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { bucketName } from '../bucket-option.ts';
import { type CliContext, print, say } from '../cli-context.ts';
import { newCommand } from '../new-command.ts';
import { type OpenStage, openStage, type StageOptions } from '../open-stage.ts';
import { resourceOption } from '../resource-option.ts';
import { showNumber } from '../show-number.ts';
import { berlinClock } from '../show-time.ts';
import { checkTenantId } from '../tenant-id.ts';

interface SnapshotOptions extends StageOptions {
  readonly resource?: readonly ResourceName[];
  readonly recordsBucket?: string;
}

const SAY_EVERY = 1000;

/** `snapshot`: publishes the present state of a tenant's records as events. */
export function snapshotCommand(context: CliContext): Command {
  return newCommand(context, 'snapshot')
    .description('publish what is known of every record of a tenant as "<resource>.snapshot" events')
    .argument('<tenantId>')
    .addOption(resourceOption())
    .option(
      '--records-bucket <name>',
      "where records too large for the bus are kept: name or ARN, the stack's output RecordsBucketArn",
      bucketName,
    )
    .addHelpText(
      'after',
      '\nFor example: sevdesk-relay --stage prod snapshot acme --resource Contact --resource Invoice',
    )
    .action(async (tenantId: string, _options: unknown, command: Command) => {
      await snapshot(context, checkTenantId(tenantId), command.optsWithGlobals<SnapshotOptions>());
    });
}

async function snapshot(context: CliContext, tenantId: string, options: SnapshotOptions): Promise<void> {
  const open = openStage(context, options);
  const names = options.resource ?? RESOURCE_NAMES;
  warn(context, await knownTenant(open.tenants, tenantId), names);
  const request = new Date(context.now()).toISOString();
  const { store, countLeftOut } = recordKeeper(open, options.recordsBucket);
  const publish = publishTo(open.events, open.names.bus, store);
  for (const name of names) {
    const onProgress = (published: number) => {
      if (published % SAY_EVERY === 0) say(context, `${name}: ${showNumber(published)} published`);
    };
    const dependencies = { ...open, publish, now: context.now, onProgress };
    const published = await publishSnapshots(dependencies, { tenantId, resource: resources[name], request });
    print(context, `${resources[name].prefix}.snapshot: ${showNumber(published)} published`);
  }
  if (countLeftOut() > 0) say(context, leftOut(countLeftOut()));
}

/** What is published is what was told last: that may be old, or not all there is. */
function warn(context: CliContext, tenant: Tenant, names: readonly ResourceName[]): void {
  if (!isConnected(tenant)) {
    const since = berlinClock(tenant.since);
    say(
      context,
      `Tenant ${tenant.tenantId} is ${tenant.state} since ${since}: records are told as they were known then.`,
    );
  }
  const open = names.filter((name) => tenant.resources[name]?.baselinedAt === undefined);
  if (open.length > 0) say(context, `Not listed to the end yet, so perhaps not all there is: ${open.join(', ')}.`);
}

/** Without a bucket, what is too large is only counted: its event goes out without the record. */
function recordKeeper({ events, endpoint }: OpenStage, bucket: string | undefined) {
  let leftOut = 0;
  const countOnly: StoreRecord = async () => {
    leftOut += 1;
    return '';
  };
  const store = bucket ? recordStore({ bucket, aws: events.config, endpoint }) : countOnly;
  return { store, countLeftOut: () => leftOut };
}

function leftOut(records: number): string {
  return `${showNumber(records)} were too large for the bus (240 KB) and went out without their record: --records-bucket keeps it in S3.`;
}
