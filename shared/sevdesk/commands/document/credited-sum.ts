import type { CommandData } from '../../../contract/command.ts';
import { type ExpectedSum, exceeds, expectedSum, toldSum } from '../../../domain/expected-sum.ts';
import { parseDecimal } from '../../../domain/parse-decimal.ts';
import { quoted } from '../../../domain/quoted.ts';
import { CommandRefused, UnexpectedAnswer } from '../../../domain/sevdesk-error.ts';
import { scalar } from '../../../domain/sevdesk-record.ts';
import { isOneOf } from '../../../domain/tax/tax-rate.ts';
import { isSet } from '../record/wire-fields.ts';
import type { CreditedInvoice } from './credited-invoice.ts';

type CreditNoteData = CommandData<'credit_note.create'>;
type GivenPositions = NonNullable<CreditNoteData['positions']>;

/**
 * What the credit note must come to: the whole invoice, or the positions given.
 * @throws CommandRefused for positions that sevdesk would refuse with its codes 455 and 456
 */
export function creditedSum({ positions }: Pick<CreditNoteData, 'positions'>, invoice: CreditedInvoice): ExpectedSum {
  const { record } = invoice;
  const prices = isSet(record, 'showNet') ? 'net' : 'gross';
  if (!positions) {
    const field = prices === 'net' ? 'sumNet' : 'sumGross';
    const lines = invoice.positions.length + invoice.discounts.length;
    const sum = toldSum(record, field) ?? '';
    if (parseDecimal(sum)) return { field, sum, lines };
    throw new UnexpectedAnswer(`sevdesk answered Invoice ${record.id} with the sum "${sum}"`);
  }
  refuseOtherRates(positions, invoice);
  const expected = expectedSum({ prices, positions });
  if (!exceeds(expected, record)) return expected;
  const most = toldSum(record, expected.field);
  const message = `data.positions: they come to ${expected.sum} ${prices}; Invoice ${record.id} allows at most ${most}`;
  throw new CommandRefused('invalid_command', message);
}

function refuseOtherRates(given: GivenPositions, { record, positions }: CreditedInvoice): void {
  const rates = [...new Set(positions.flatMap((position) => scalar(position, 'taxRate') ?? []))];
  const index = given.findIndex(({ taxRate }) => !isOneOf(taxRate, rates));
  if (index < 0) return;
  const message = `data.positions.${index}.taxRate: "${given[index]?.taxRate}" is not a rate of Invoice ${record.id}; allowed: ${quoted(rates)}`;
  throw new CommandRefused('invalid_command', message);
}
