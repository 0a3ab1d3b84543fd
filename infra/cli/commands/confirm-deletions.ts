import type { Command } from 'commander';
import type { ResourceName } from '../../../shared/contract/event.ts';
import { confirmDeletions, heldBack } from '../../../shared/operations/held-deletions.ts';
import { knownTenant } from '../../../shared/operations/known-tenant.ts';
import { askDependencies } from '../ask-dependencies.ts';
import { type CliContext, print } from '../cli-context.ts';
import { CommandFailed } from '../cli-error.ts';
import { describeAsked } from '../describe-asked.ts';
import { formatHeld, heldAsJson } from '../format-held.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { listResources, resourceOption } from '../resource-option.ts';
import { checkTenantId } from '../tenant-id.ts';

interface ConfirmOptions extends StageOptions {
  readonly resource?: readonly ResourceName[];
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `confirm-deletions`: shows deletions that are held back, and lets them through. */
export function confirmDeletionsCommand(context: CliContext): Command {
  return newCommand(context, 'confirm-deletions')
    .description('show the deletions of a tenant that are held back because they are very many, and let them through')
    .argument('<tenantId>')
    .addOption(resourceOption())
    .option('--yes', 'they are real: tell as many as are shown, and no more')
    .option('--json', 'what is held back as JSON')
    .addHelpText('after', '\nFor example: sevdesk-relay --stage prod confirm-deletions acme --resource Invoice --yes')
    .action(async (tenantId: string, _options: unknown, command: Command) => {
      await confirm(context, checkTenantId(tenantId), command.optsWithGlobals<ConfirmOptions>());
    });
}

async function confirm(context: CliContext, tenantId: string, options: ConfirmOptions): Promise<void> {
  const stage = openStage(context, options);
  const held = heldBack(await knownTenant(stage.tenants, tenantId), options.resource);
  if (options.json) print(context, heldAsJson(held));
  else if (held.length > 0) print(context, formatHeld(held, context.now()));
  else print(context, nothingHeld(tenantId, options.resource));
  if (held.length === 0) return;
  if (!options.yes) throw new CommandFailed('Nothing was confirmed. If these deletions are real, add --yes.');
  const tenant = await confirmDeletions(await askDependencies(context, stage), tenantId, held);
  const resources = held.map(({ resource }) => resource);
  if (!options.json) print(context, `\nConfirmed. ${describeAsked(tenant, resources, context.now())}`);
}

function nothingHeld(tenantId: string, only: readonly ResourceName[] | undefined): string {
  return `No deletions${only ? ` of ${listResources(only)}` : ''} are held back for tenant ${tenantId}.`;
}
