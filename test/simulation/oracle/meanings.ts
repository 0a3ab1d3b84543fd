import type { SevdeskRecord } from '../../../shared/domain/sevdesk-record.ts';
import type { Simulated } from '../history.ts';
import { GROSS, statusOf } from '../wire-records.ts';
import type { Fields } from './told.ts';

type Phase = 'draft' | 'open' | 'partly' | 'paid' | 'closed' | 'cancelled';

const PREFIX: Readonly<Partial<Record<Simulated, string>>> = { Invoice: 'invoice', Voucher: 'voucher' };

const ALL: readonly Phase[] = ['draft', 'open', 'partly', 'paid', 'closed', 'cancelled'];
const but = (...phases: Phase[]) => ALL.filter((phase) => !phases.includes(phase));

/** Written down once more, apart from production: what a change of a document means, by the phases it leads from and to. */
const STEPS: readonly { readonly step: string; readonly from: readonly Phase[]; readonly to: readonly Phase[] }[] = [
  { step: 'sent', from: ['draft'], to: but('draft') },
  { step: 'reopened', from: but('draft', 'open'), to: ['open'] },
  { step: 'reopened', from: ['paid', 'closed', 'cancelled'], to: ['partly'] },
  { step: 'reopened', from: ['cancelled'], to: ['paid'] },
  { step: 'partially_paid', from: ALL, to: ['partly'] },
  { step: 'paid', from: but('paid'), to: ['paid'] },
  { step: 'cancelled', from: but('cancelled'), to: ['cancelled'] },
];

/** The types of the events that go with a change; a created record comes from draft. */
export function meaningsOf(resource: Simulated, before: Fields | undefined, after: Fields): readonly string[] {
  const prefix = PREFIX[resource];
  if (!prefix || after.invoiceType === 'SR') return [];
  const from = before ? phaseOf(before) : 'draft';
  const to = phaseOf(after);
  const stays = from === to && Number(before?.paidAmount) === Number(after.paidAmount);
  if (before && stays) return [];
  const steps = STEPS.filter((row) => row.from.includes(from) && row.to.includes(to)).map(({ step }) => step);
  return steps.map((step) => `${prefix}.${step === 'sent' && resource === 'Voucher' ? 'opened' : step}`);
}

function phaseOf(fields: Fields): Phase {
  if (fields.cancelledBy) return 'cancelled';
  const status = statusOf(fields as SevdeskRecord) ?? 'open';
  return status === 'paid' && Number(fields.paidAmount) === 0 && GROSS > 0 ? 'closed' : status;
}

export function awaitsPayment(fields: Fields): boolean {
  const phase = phaseOf(fields);
  return fields.invoiceType !== 'SR' && (phase === 'open' || phase === 'partly');
}

/** The Berlin day on which a document is due; simulations take place in winter. */
export function dueDayOf(fields: Fields): string | undefined {
  const days = Number(fields.timeToPay ?? 0);
  const from = Date.parse(String(fields.invoiceDate ?? fields.paymentDeadline ?? ''));
  return Number.isNaN(from) ? undefined : berlinDayOf(from + days * 86_400_000);
}

export function berlinDayOf(ms: number): string {
  return new Date(ms + 3_600_000).toISOString().slice(0, 10);
}
