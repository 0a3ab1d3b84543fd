import * as v from 'valibot';
import { RequestRejected, UnexpectedAnswer } from '../domain/sevdesk-error.ts';
import type { AccountGuidance } from '../domain/tax/guidance-problem.ts';
import type { SevdeskClient } from './client.ts';

/** Accounts that are kept at most: what is known of a tenant is read with each of its commands. */
const MOST_ACCOUNTS = 50;

type GuidanceByAccount = Readonly<Record<string, readonly AccountGuidance[]>>;

const idLike = v.union([v.string(), v.number()]);
const guidanceRow = v.object({
  accountDatevId: idLike,
  accountNumber: idLike,
  accountName: v.optional(v.nullable(v.string())),
  allowedTaxRules: v.array(
    v.object({ id: idLike, name: v.optional(v.nullable(v.string())), taxRates: v.array(v.string()) }),
  ),
  allowedReceiptTypes: v.array(v.string()),
});

/** Of very many accounts only those are kept that one voucher needs. */
export function keptAccounts(all: GuidanceByAccount, needed: readonly string[]): GuidanceByAccount {
  if (Object.keys(all).length <= MOST_ACCOUNTS) return all;
  return Object.fromEntries(Object.entries(all).filter(([number]) => needed.includes(number)));
}

/**
 * An account by its number in the tenant's chart; a single hit may come without a list around it (practice). Nothing for a number
 * that sevdesk does not know: that is not kept, since somebody may add it.
 */
export async function fetchGuidance(client: SevdeskClient, accountNumber: string): Promise<readonly AccountGuidance[]> {
  const objects = await guidanceOrNothing(client, accountNumber);
  const rows = v.safeParse(v.array(guidanceRow), [objects ?? []].flat());
  if (!rows.success) throw new UnexpectedAnswer(`sevdesk answered the guidance of account ${accountNumber} otherwise`);
  // Charts have numbers such as "0420", which is asked for as an integer (documentation).
  const own = rows.output.filter((row) => Number(row.accountNumber) === Number(accountNumber));
  return own.map((row) => compact(row, accountNumber));
}

/** An unknown number is refused with 422 (documentation, "Receipt Guidance"). */
async function guidanceOrNothing(client: SevdeskClient, accountNumber: string): Promise<unknown> {
  try {
    return (await client.call({ path: 'ReceiptGuidance/forAccountNumber', query: { accountNumber } })).objects;
  } catch (error) {
    if (error instanceof RequestRejected && error.said.status === 422) return undefined;
    throw error;
  }
}

/** Without the descriptions, which are long. */
function compact(row: v.InferOutput<typeof guidanceRow>, accountNumber: string): AccountGuidance {
  const { accountDatevId, accountName, allowedTaxRules, allowedReceiptTypes } = row;
  return {
    accountDatevId: String(accountDatevId),
    accountNumber,
    ...(accountName && { accountName }),
    allowedTaxRules: allowedTaxRules.map(({ id, name, taxRates }) => ({
      id: String(id),
      ...(name && { name }),
      taxRates,
    })),
    allowedReceiptTypes,
  };
}
