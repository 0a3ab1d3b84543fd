import { documentTaxRule } from '../../domain/check-tax.ts';
import { referenceId, type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import type { CommandPlan, CommandStep, Finding, Prepared, StepContext, StepOutcome } from './command-plan.ts';
import { anotherSum, compareTotals, withTotals } from './document/compare-totals.ts';
import { documentLookUps } from './document/document-body.ts';
import { documentNumber } from './document/next-number.ts';
import { orderKind, saveOrderBody } from './document/save-order.ts';
import { findMarked, type Sought } from './record/find-marked.ts';
import { lookingAgain } from './record/look-again.ts';
import { neededRecord } from './record/needed-record.ts';
import { documentOutcome, savedRecord } from './record/saved-record.ts';

type Context = StepContext<'order.create'>;

/** Whom the order is for and how it is numbered, fixed before the call. */
type OrderFacts = { readonly contactId: string; readonly number: string };

const save: CommandStep<'order.create'> = lookingAgain({
  name: 'save',
  prepare: prepareSave,
  lookFor: lookForOrder,
});

/** One call with all positions, for a contact that is in sevdesk already. */
export const orderCreatePlan: CommandPlan<'order.create'> = {
  steps: [save],
  claimsMarker: true,
  externalId: (_data, marker) => ({ resource: 'Order', externalId: marker }),
};

async function prepareSave(context: Context): Promise<Prepared> {
  const { data, client, settings, marker } = context;
  const contactId = await context.recordId('Contact', data.contact);
  await neededRecord(client, 'Contact', contactId);
  const lookUps = await context.lookUps(documentLookUps(data, settings));
  const number = await documentNumber({ resource: 'Order', type: orderKind(data).type, field: 'orderNumber' }, context);
  const facts: OrderFacts = { contactId, number };
  return {
    kind: 'call',
    call: {
      method: 'POST',
      path: 'Order/Factory/saveOrder',
      body: saveOrderBody(data, { contactId, marker, lookUps, settings, number }),
    },
    read: (objects) => outcome(context, savedRecord(objects, 'order')),
    facts,
  };
}

async function lookForOrder(context: Context): Promise<Finding> {
  return findMarked(context.client, soughtOrder(context));
}

/** By its number, for no filter for the note is documented; the note says whether it is ours. */
function soughtOrder(context: Context): Sought {
  const { data, marker, facts, firstAttemptAtMs } = context;
  const { contactId, number } = facts as OrderFacts;
  return {
    path: 'Order',
    query: { orderNumber: number },
    marker,
    isMarked: (row) => scalar(row, 'customerInternalNote') === marker,
    differs: (row) => differsFrom(data, contactId, row),
    outcome: (row) => outcome(context, row),
    firstAttemptAtMs,
  };
}

function differsFrom(data: Context['data'], contactId: string, row: SevdeskRecord): string | undefined {
  const { type } = orderKind(data);
  if (referenceId(row, 'contact') !== contactId) return 'belongs to another contact';
  if (scalar(row, 'orderType') !== type) return `is not of type ${type}`;
  if ((scalar(row, 'currency') ?? 'EUR') !== (data.currency ?? 'EUR')) return 'has another currency';
  return anotherSum(data, row);
}

/** What was saved, and how sevdesk's sums differ from ours where they do. */
function outcome({ data, settings }: Pick<Context, 'data' | 'settings'>, order: SevdeskRecord): StepOutcome {
  const saved = documentOutcome('Order', order, 'orderNumber');
  return withTotals(saved, compareTotals({ data, taxRule: documentTaxRule(data, settings) }, order));
}
