import type { DocumentPhase } from './document-phase.ts';
import type { Meaning } from './resource.ts';
import { amount, type SevdeskRecord, scalar } from './sevdesk-record.ts';

/** From one phase to another: what that means, in the order in which it is told. */
type Steps<Phase extends string, Step extends string> = Readonly<
  Record<Phase, Readonly<Record<Phase, readonly Step[]>>>
>;

export type DocumentStep = 'sent' | 'reopened' | 'partially_paid' | 'paid' | 'cancelled';
export type OrderPhase = 'draft' | 'sent' | 'rejected' | 'accepted' | 'invoiced';
export type OrderStep = Exclude<OrderPhase, 'draft'>;

/** Invoices, credit notes and vouchers. What happened between two polls is told all the same: `draft` to `paid` was sent, too. */
export const DOCUMENT_STEPS: Steps<DocumentPhase, DocumentStep> = {
  draft: {
    draft: [],
    open: ['sent'],
    partially_paid: ['sent', 'partially_paid'],
    paid: ['sent', 'paid'],
    closed: ['sent'],
    cancelled: ['sent', 'cancelled'],
  },
  open: {
    draft: [],
    open: [],
    partially_paid: ['partially_paid'],
    paid: ['paid'],
    closed: [],
    cancelled: ['cancelled'],
  },
  partially_paid: {
    draft: [],
    open: ['reopened'],
    partially_paid: ['partially_paid'],
    paid: ['paid'],
    closed: [],
    cancelled: ['cancelled'],
  },
  paid: {
    draft: [],
    open: ['reopened'],
    partially_paid: ['reopened', 'partially_paid'],
    paid: [],
    closed: [],
    cancelled: ['cancelled'],
  },
  closed: {
    draft: [],
    open: ['reopened'],
    partially_paid: ['reopened', 'partially_paid'],
    paid: ['paid'],
    closed: [],
    cancelled: ['cancelled'],
  },
  cancelled: {
    draft: [],
    open: ['reopened'],
    partially_paid: ['reopened', 'partially_paid'],
    paid: ['reopened', 'paid'],
    closed: [],
    cancelled: [],
  },
};

/** Orders. `invoiced`: a part of it or all. */
export const ORDER_STEPS: Steps<OrderPhase, OrderStep> = {
  draft: {
    draft: [],
    sent: ['sent'],
    rejected: ['sent', 'rejected'],
    accepted: ['sent', 'accepted'],
    invoiced: ['sent', 'invoiced'],
  },
  sent: { draft: [], sent: [], rejected: ['rejected'], accepted: ['accepted'], invoiced: ['invoiced'] },
  rejected: { draft: [], sent: [], rejected: [], accepted: ['accepted'], invoiced: ['invoiced'] },
  accepted: { draft: [], sent: [], rejected: ['rejected'], accepted: [], invoiced: ['invoiced'] },
  invoiced: { draft: [], sent: [], rejected: ['rejected'], accepted: ['accepted'], invoiced: [] },
};

/** The phase of a record; `undefined` for what makes no meanings, such as a cancellation or a recurring template. */
type PhaseOf<Phase> = (record: SevdeskRecord) => Phase | undefined;

/** The meanings of a document that is paid. What comes first is `sent` for what we write, `opened` for what we receive. */
export function documentMeanings(
  prefix: 'invoice' | 'credit_note' | 'voucher',
  phaseOf: PhaseOf<DocumentPhase>,
): readonly Meaning[] {
  const means = (step: DocumentStep): Meaning['applies'] => {
    return (previous, current) => documentSteps(phaseOf, previous, current).includes(step);
  };
  const status = ['status'];
  return [
    { type: prefix === 'voucher' ? 'voucher.opened' : `${prefix}.sent`, fields: status, applies: means('sent') },
    { type: `${prefix}.reopened`, fields: status, applies: means('reopened') },
    { type: `${prefix}.partially_paid`, fields: ['status', 'paidAmount'], applies: means('partially_paid') },
    { type: `${prefix}.paid`, fields: status, applies: means('paid') },
    { type: `${prefix}.cancelled`, fields: ['cancelledBy'], applies: means('cancelled') },
    {
      type: `${prefix}.enshrined`,
      fields: ['enshrined'],
      applies: (previous, current) =>
        phaseOf(current) !== undefined && isEnshrined(current) && !(previous && isEnshrined(previous)),
    },
  ];
}

/** The meanings of an order. */
export function orderMeanings(phaseOf: PhaseOf<OrderPhase>): readonly Meaning[] {
  const steps: readonly OrderStep[] = ['sent', 'accepted', 'rejected', 'invoiced'];
  return steps.map((step) => ({
    type: `order.${step}`,
    fields: ['status'],
    applies: (previous, current) => stepsBetween(ORDER_STEPS, phaseOf, previous, current).includes(step),
  }));
}

/** A document that stays in its phase tells nothing, unless another part of it was paid. */
function documentSteps(
  phaseOf: PhaseOf<DocumentPhase>,
  previous: SevdeskRecord | undefined,
  current: SevdeskRecord,
): readonly DocumentStep[] {
  const stays = previous && phaseOf(previous) === phaseOf(current);
  if (stays && amount(previous, 'paidAmount') === amount(current, 'paidAmount')) return [];
  return stepsBetween(DOCUMENT_STEPS, phaseOf, previous, current);
}

/** A created record counts as coming from draft. */
function stepsBetween<Phase extends string, Step extends string>(
  steps: Steps<Phase | 'draft', Step>,
  phaseOf: PhaseOf<Phase | 'draft'>,
  previous: SevdeskRecord | undefined,
  current: SevdeskRecord,
): readonly Step[] {
  const to = phaseOf(current);
  if (to === undefined) return [];
  return steps[(previous && phaseOf(previous)) ?? 'draft'][to];
}

function isEnshrined(record: SevdeskRecord): boolean {
  return !['', '0', 'false'].includes(scalar(record, 'enshrined') ?? '');
}
