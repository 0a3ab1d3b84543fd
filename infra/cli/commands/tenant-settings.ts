import { type Command, InvalidArgumentError, Option } from 'commander';
import { taxRuleOf } from '../../../shared/domain/tax/tax-rule.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { knownTenant } from '../../../shared/operations/known-tenant.ts';
import { type SettingWishes, setSettings } from '../../../shared/operations/tenant-settings.ts';
import { type CliContext, print } from '../cli-context.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { renderTable } from '../table.ts';
import { checkTenantId } from '../tenant-id.ts';

interface SettingsOptions extends StageOptions {
  readonly country?: string;
  readonly smallBusiness?: 'yes' | 'no';
  readonly taxRule?: string;
  readonly contactPerson?: string;
  readonly json?: boolean;
}

/** `tenant settings`: shows and sets what holds for the documents of one tenant. */
export function tenantSettingsCommand(context: CliContext): Command {
  return newCommand(context, 'settings')
    .description('what holds for the documents of a tenant unless a command says otherwise; "default" takes one back')
    .argument('<tenantId>')
    .option('--country <code>', 'where it is taxed; only German tax rules are checked before a call', country)
    .addOption(new Option('--small-business <yes|no>', 'Kleinunternehmer, § 19 UStG').choices(['yes', 'no']))
    .option('--tax-rule <id>', 'default tax rule (Steuerregel) of revenue documents', taxRule)
    .option('--contact-person <id>', 'SevUser that documents name (Ansprechpartner)', userId)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nFor example: sevdesk-relay --stage prod tenant settings acme --small-business yes')
    .action(async (tenantId: string, _options: unknown, command: Command) => {
      await settings(context, checkTenantId(tenantId), command.optsWithGlobals<SettingsOptions>());
    });
}

async function settings(context: CliContext, tenantId: string, options: SettingsOptions): Promise<void> {
  const { tenants } = openStage(context, options);
  const wishes = readWishes(options);
  const sets = Object.values(wishes).some((wish) => wish !== undefined);
  const tenant = sets ? await setSettings({ tenants }, tenantId, wishes) : await knownTenant(tenants, tenantId);
  print(context, options.json ? JSON.stringify(tenant.settings ?? {}) : format(tenant));
}

function readWishes({ country: where, smallBusiness, taxRule: rule, contactPerson }: SettingsOptions): SettingWishes {
  return {
    country: where,
    smallBusiness: smallBusiness && smallBusiness === 'yes',
    taxRule: rule,
    contactPersonId: contactPerson,
  };
}

function format({ settings: own = {} }: Tenant): string {
  const { country: where, smallBusiness, taxRule: rule, contactPersonId } = own;
  return renderTable([
    ['Country', where ?? 'DE (default)'],
    ['Small business', smallBusiness === undefined ? 'no (default)' : smallBusiness ? 'yes' : 'no'],
    ['Tax rule', rule ?? `${smallBusiness ? '11' : '1'} (default)`],
    ['Contact person', contactPersonId ?? "the account's first user (default)"],
  ]);
}

function country(text: string): string {
  if (text === 'default' || /^[A-Z]{2}$/.test(text)) return text;
  throw new InvalidArgumentError('Allowed is a country code of two capital letters such as "AT", or "default".');
}

function taxRule(text: string): string {
  if (text === 'default' || taxRuleOf(text)) return text;
  throw new InvalidArgumentError('Allowed is the id of a tax rule such as "1", or "default".');
}

function userId(text: string): string {
  if (text === 'default' || /^\d{1,20}$/.test(text)) return text;
  throw new InvalidArgumentError('Allowed is the id of a SevUser: digits, or "default".');
}
