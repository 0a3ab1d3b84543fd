import { type Command, InvalidArgumentError } from 'commander';
import { type RelayStatus, readStatus } from '../../../shared/operations/status.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { type CliContext, print } from '../cli-context.ts';
import { CommandFailed } from '../cli-error.ts';
import { formatStatus } from '../format-status.ts';
import { formatTenantStatus } from '../format-tenant-status.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { painter } from '../paint.ts';
import { queueDepth } from '../queue-depth.ts';
import { stageRhythm } from '../stage-rhythm.ts';
import { statusAsJson } from '../status-json.ts';
import { checkTenantId } from '../tenant-id.ts';
import { type Watched, watch } from '../watch.ts';

interface StatusOptions extends StageOptions {
  readonly all?: boolean;
  readonly json?: boolean;
  readonly watch?: number | true;
}

const WATCH_SECONDS = 5;

const NOTES = `
Lag is how long ago the last complete look at a resource began. Ends with 0 when the status could be read, also when tenants need somebody;
scripts look at "needs" of --json.
For example: sevdesk-relay --stage prod status
             sevdesk-relay --stage prod status acme --watch 10`;

/** `status`: whether anything is wrong, what to do about it, and how tenants, commands and dead letters stand. */
export function statusCommand(context: CliContext): Command {
  return newCommand(context, 'status')
    .description(
      'whether anything is wrong, and how tenants, commands and dead letters stand; of one tenant: each resource',
    )
    .argument('[tenantId]', 'one tenant only')
    .option('--all', 'every tenant, also with more than 50')
    .option('--json', 'as JSON')
    .option('--watch [seconds]', `again every ${WATCH_SECONDS} s, or as many as given; Ctrl-C ends it`, watchSeconds)
    .addHelpText('after', NOTES)
    .action(async (tenantId: string | undefined, _options: unknown, command: Command) => {
      await showStatus(context, tenantId, command.optsWithGlobals<StatusOptions>());
    });
}

async function showStatus(context: CliContext, tenantId: string | undefined, options: StatusOptions): Promise<void> {
  if (tenantId !== undefined) checkTenantId(tenantId);
  const watched = watchedStatus(context, tenantId, options);
  if (options.watch) {
    return watch(context, watched, {
      seconds: options.watch === true ? WATCH_SECONDS : options.watch,
      json: options.json,
    });
  }
  const status = await watched.read();
  print(context, options.json ? watched.asJson(status) : watched.asText(status));
}

function watchedStatus(
  context: CliContext,
  tenantId: string | undefined,
  options: StatusOptions,
): Watched<RelayStatus> {
  const { stage, names, sqs, tenants, listing } = openStage(context, options);
  const dependencies = {
    tenants,
    listing,
    commandQueue: () => queueDepth(sqs, names.commandQueue),
    deadLetters: () => queueDepth(sqs, names.commandDeadLetters),
    resources: Object.values(resources),
    rhythm: stageRhythm(stage),
    now: context.now,
  };
  return {
    async read() {
      const status = await readStatus(dependencies, tenantId);
      if (tenantId !== undefined && status.tenants.length === 0)
        throw new CommandFailed(unknownTenant(stage, tenantId));
      return status;
    },
    asText(status) {
      const view = { nowMs: status.at, paint: painter(context), all: options.all };
      const [tenant] = status.tenants;
      return tenantId !== undefined && tenant ? formatTenantStatus(status, tenant, view) : formatStatus(status, view);
    },
    asJson: statusAsJson,
  };
}

function unknownTenant(stage: string, tenantId: string): string {
  return `Stage ${stage} knows no tenant ${tenantId}. One whose secret was put there by hand shows up within five minutes.`;
}

/** `--watch acme` would be a tenant in the wrong place. */
function watchSeconds(value: string): number {
  if (!/^[1-9]\d{0,4}$/.test(value)) {
    throw new InvalidArgumentError('It takes whole seconds from 1; a tenant stands before it: status acme --watch 10.');
  }
  return Number(value);
}
