import type { CommandData } from '../../../contract/command.ts';
import type { LookUps } from '../../../domain/look-ups.ts';
import { CommandRefused } from '../../../domain/sevdesk-error.ts';
import { type AccountGuidance, type BookedPosition, guidanceProblem } from '../../../domain/tax/guidance-problem.ts';
import { defaultTaxRule } from '../../../domain/tax/tax-rule.ts';
import type { TenantSettings } from '../../../domain/tenant-settings.ts';

type VoucherData = CommandData<'voucher.create'>;

/** What a voucher is booked as. */
export interface Booked {
  readonly taxRule: string;
  /** sevdesk's ids of the accounts (AccountDatev), one for each position. */
  readonly accountIds: readonly string[];
}

const KINDS = {
  expense: { receiptType: 'EXPENSE', document: 'expense-voucher' },
  revenue: { receiptType: 'REVENUE', document: 'revenue-voucher' },
} as const;

/**
 * The accounts that a voucher's positions name, where sevdesk allows them for its kind, its tax rule and its rates.
 * @throws CommandRefused that says what is allowed
 */
export function bookedAccounts(
  data: VoucherData,
  settings: TenantSettings,
  { accounts = {} }: Pick<LookUps, 'accounts'>,
): Booked {
  const { receiptType, document } = KINDS[data.kind];
  const taxRule = data.taxRule ?? defaultTaxRule(document, settings);
  const judge = (settings.country ?? 'DE') === 'DE' ? guidanceProblem : onlyAnAccount;
  const accountIds = data.positions.map(({ accountNumber, taxRate }, index) => {
    const rows = accounts[accountNumber] ?? [];
    const position: BookedPosition = { accountNumber, taxRule, taxRate, receiptType };
    const problem = judge(rows, position);
    if (problem) throw new CommandRefused('invalid_command', `data.positions.${index}: ${problem}`);
    const row = rows.find((candidate) => judge([candidate], position) === undefined) as AccountGuidance;
    return String(row.accountDatevId);
  });
  return { taxRule, accountIds };
}

/** The names of German rates are known; elsewhere sevdesk itself says what does not go together. */
function onlyAnAccount(rows: readonly AccountGuidance[], position: BookedPosition): string | undefined {
  return rows.length > 0 ? undefined : guidanceProblem(rows, position);
}
