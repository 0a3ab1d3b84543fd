import type { Command, CommandData } from '../contract/command.ts';
import { type TaxFacts, taxProblem } from './tax/tax-problem.ts';
import { defaultTaxRule, type TaxedDocument } from './tax/tax-rule.ts';
import type { TenantSettings } from './tenant-settings.ts';

/** How a document is taxed, as far as its command says. */
type Taxed = Pick<CommandData<'order.create'>, 'taxRule' | 'smallBusiness'>;

/** Whether a document is one of a small business: as its command says, else as the tenant is. */
export function isSmallBusiness({ smallBusiness }: Taxed, settings: TenantSettings): boolean {
  return smallBusiness ?? settings.smallBusiness ?? false;
}

/** The tax rule of a revenue document: the command's own, else the tenant's default, else that of its kind of business. */
export function documentTaxRule(data: Taxed, settings: TenantSettings): string {
  const smallBusiness = isSmallBusiness(data, settings);
  // The tenant's default was chosen for the tenant's own kind of business.
  const isUsual = smallBusiness === (settings.smallBusiness ?? false);
  return data.taxRule ?? (isUsual ? settings.taxRule : undefined) ?? defaultTaxRule('RE', { smallBusiness });
}

/**
 * Why sevdesk would refuse the taxes of a command, in a line that says where and what is allowed. Only for German tenants:
 * elsewhere other rates hold, which sevdesk knows. Vouchers are checked against what sevdesk says of their accounts.
 */
export function commandTaxProblem(command: Command, settings: TenantSettings): string | undefined {
  if ((settings.country ?? 'DE') !== 'DE') return undefined;
  const facts = taxFacts(command, settings);
  const problem = facts && taxProblem(facts);
  return problem && `${problem.path}: ${problem.message}`;
}

function taxFacts({ type, data }: Command, settings: TenantSettings): TaxFacts | undefined {
  if (type === 'order.create') return factsOf('order', data, settings);
  if (type !== 'invoice.create' || data.fromOrder) return undefined;
  return { ...factsOf(data.invoiceType ?? 'RE', data, settings), eInvoice: data.eInvoice !== undefined };
}

function factsOf(
  document: TaxedDocument,
  data: Taxed & {
    readonly positions?: readonly { taxRate: string }[] | undefined;
    readonly currency?: string | undefined;
  },
  settings: TenantSettings,
): TaxFacts {
  return {
    document,
    taxRule: documentTaxRule(data, settings),
    taxRates: (data.positions ?? []).map(({ taxRate }) => taxRate),
    smallBusiness: isSmallBusiness(data, settings),
    currency: data.currency,
  };
}
