import type { Command } from 'commander';
import { RESOURCE_NAMES, type ResourceName } from '../../../shared/contract/event.ts';
import { askForPoll } from '../../../shared/operations/ask-for-poll.ts';
import { askDependencies } from '../ask-dependencies.ts';
import { awaitPoll } from '../await-poll.ts';
import { type CliContext, print } from '../cli-context.ts';
import { describeAsked } from '../describe-asked.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { positiveInteger } from '../positive-integer.ts';
import { listResources, resourceOption } from '../resource-option.ts';
import { checkTenantId } from '../tenant-id.ts';

interface PollOptions extends StageOptions {
  readonly resource?: readonly ResourceName[];
  readonly everything?: boolean;
  readonly wait?: boolean;
  readonly waitSeconds: number;
}

/** `poll`: asks for a poll of one tenant now. */
export function pollCommand(context: CliContext): Command {
  return newCommand(context, 'poll')
    .description('poll a tenant now, without waiting for its interval')
    .argument('<tenantId>')
    .addOption(resourceOption())
    .option('--everything', 'list all records, to find what a look at the changes would miss')
    .option('--wait', 'wait until it is done')
    .option('--wait-seconds <n>', 'how long to wait at most', positiveInteger, 300)
    .addHelpText('after', '\nFor example: sevdesk-relay --stage prod poll acme --resource Invoice --everything')
    .action(async (tenantId: string, _options: unknown, command: Command) => {
      await poll(context, checkTenantId(tenantId), command.optsWithGlobals<PollOptions>());
    });
}

async function poll(context: CliContext, tenantId: string, options: PollOptions): Promise<void> {
  const stage = openStage(context, options);
  const { resource: resources = RESOURCE_NAMES, everything } = options;
  const dependencies = await askDependencies(context, stage);
  const depth = everything ? 'everything' : 'look';
  const tenant = await askForPoll(dependencies, tenantId, { resources, depth });
  print(context, describeAsked(tenant, resources, context.now()));
  if (!options.wait) return;
  const { now, pause } = context;
  await awaitPoll({ tenants: stage.tenants, now, pause }, { tenantId, resources }, now() + options.waitSeconds * 1000);
  print(context, `Done: ${listResources(resources)}.`);
}
