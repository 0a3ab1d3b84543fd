import type { CommandData } from '../../../contract/command.ts';
import { type ExpectedSum, sumProblem } from '../../../domain/expected-sum.ts';
import { CommandRefused } from '../../../domain/sevdesk-error.ts';
import { referenceId, type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import { taxProblem } from '../../../domain/tax/tax-problem.ts';
import type { TenantSettings } from '../../../domain/tenant-settings.ts';
import { originKey } from '../../note-key.ts';
import type { CommandStep, Finding, Prepared, StepContext } from '../command-plan.ts';
import { checkBookingAhead } from '../payment/check-booking-ahead.ts';
import { findMarked, listRows } from '../record/find-marked.ts';
import { lookingAgain } from '../record/look-again.ts';
import { neededRecord } from '../record/needed-record.ts';
import { savedRecord } from '../record/saved-record.ts';
import { unlessCrossed } from '../record/unless-crossed.ts';
import { reference } from '../record/wire-fields.ts';
import { invoiceOutcome } from './invoice-state.ts';
import { type OrderPart, sumOfPart, WHOLE_ORDER } from './order-part.ts';

type Context = StepContext<'invoice.create'>;
type InvoiceType = NonNullable<CommandData<'invoice.create'>['invoiceType']>;

/** An order, its invoices before the first call (the one made by it is none of them), and what is made of it. */
type OrderFacts = {
  readonly orderId: string;
  readonly contactId: string | null;
  readonly earlier: readonly string[];
  /** Undefined where the order does not tell its sum. */
  readonly expected?: ExpectedSum | undefined;
};

/** A call takes up to 20 s, and lists may show what it made some seconds late (practice). */
const SETTLED_MS = 30_000;

/** The main step, under the same name, of invoices that are made from an order. */
export const saveFromOrder: CommandStep<'invoice.create'> = lookingAgain({
  name: 'save',
  applies: ({ fromOrder }) => fromOrder !== undefined,
  prepare,
  lookFor,
});

async function prepare(context: Context): Promise<Prepared> {
  const { client, data, settings } = context;
  const { order, part = WHOLE_ORDER } = fromOrderOf(data);
  const orderId = await context.recordId('Order', order);
  const seconds = await unsettledSeconds(context, orderId);
  if (seconds > 0) return { kind: 'wait', seconds };
  const record = await neededRecord(client, 'Order', orderId);
  refuseType(typeOf(data), record, settings);
  await checkBookingAhead(context, { currency: scalar(record, 'currency') });
  const origin = reference('Order', orderId);
  return {
    kind: 'call',
    call: {
      method: 'POST',
      path: 'Invoice/Factory/createInvoiceFromOrder',
      body: { order: origin, type: part.kind, amount: part.amount, partialType: typeOf(data) },
    },
    read: (objects) => invoiceOutcome(savedRecord(objects, 'invoice')),
    facts: await factsOf(context, record, part),
    // The order becomes invoiced by it.
    note: [noteOf(orderId), { resource: 'Order', key: orderId }],
  };
}

/**
 * How long it takes until the list must show what another command has made of the same order: an invoice that it shows later would be
 * taken for this command's own.
 */
async function unsettledSeconds({ commandId, lastNote, nowMs }: Context, orderId: string): Promise<number> {
  const last = await lastNote(noteOf(orderId));
  return last && last.commandId !== commandId ? Math.ceil((last.at + SETTLED_MS - nowMs) / 1000) : 0;
}

/** What was there before the first call stays so: a later try must not count what the first one made. */
async function factsOf(context: Context, order: SevdeskRecord, part: OrderPart): Promise<OrderFacts> {
  const about = { orderId: order.id, contactId: referenceId(order, 'contact') ?? null };
  const known = context.isRepeated ? (context.facts as Partial<OrderFacts>).earlier : undefined;
  return { ...about, earlier: known ?? (await invoicesOf(context, about)), expected: sumOfPart(order, part) };
}

/**
 * It carries no marker, but its origin: an invoice of this order that was not there before is taken for it, if no other command
 * has asked for one since.
 */
async function lookFor(context: Context): Promise<Finding> {
  const { client, data, facts, firstAttemptAtMs } = context;
  const known = facts as OrderFacts;
  const finding = await findMarked(client, {
    ...invoiceList(known),
    marker: `origin: Order ${known.orderId}`,
    isMarked: (row) => isFrom(known.orderId, row),
    isOther: ({ id }) => known.earlier.includes(id),
    differs: (row) => differsFrom(known, typeOf(data), row),
    outcome: invoiceOutcome,
    firstAttemptAtMs,
  });
  return unlessCrossed(context, noteOf(known.orderId), finding);
}

function differsFrom({ contactId, expected }: OrderFacts, type: InvoiceType, row: SevdeskRecord): string | undefined {
  if (scalar(row, 'invoiceType') !== type) return `is not of type ${type}`;
  if (contactId !== null && referenceId(row, 'contact') !== contactId) return 'belongs to another contact';
  return expected && sumProblem(expected, row);
}

function noteOf(orderId: string) {
  return { resource: 'Invoice', key: originKey(reference('Order', orderId)) ?? '' } as const;
}

/** @throws CommandRefused where only a part of the list is known, since the filter was ignored */
async function invoicesOf({ client }: Context, about: AboutOrder): Promise<readonly string[]> {
  const { records, isWhole } = await listRows(client, invoiceList(about));
  const found = records.filter((row) => isFrom(about.orderId, row));
  if (isWhole) return found.map(({ id }) => id);
  const message = `sevdesk ignored the filter for the origin, so it can't be known which invoices Order ${about.orderId} has.`;
  throw new CommandRefused('unsupported', message, true);
}

type AboutOrder = Pick<OrderFacts, 'orderId' | 'contactId'>;

/** The filter for the origin is documented; the one for the contact is known to work, and keeps the list short without it. */
function invoiceList({ orderId, contactId }: AboutOrder) {
  return {
    path: 'Invoice',
    query: {
      'origin[id]': orderId,
      'origin[objectName]': 'Order',
      ...(contactId && { 'contact[id]': contactId, 'contact[objectName]': 'Contact' }),
      showAll: 'true',
    },
  };
}

function isFrom(orderId: string, row: SevdeskRecord): boolean {
  return originKey(row.origin) === originKey(reference('Order', orderId));
}

/** An order has any tax rule and currency; advance and partial invoices do not (documentation, "Invoicing"). */
function refuseType(document: InvoiceType, order: SevdeskRecord, { country = 'DE' }: TenantSettings): void {
  if (document === 'RE' || country !== 'DE') return;
  const taxRule = referenceId(order, 'taxRule') ?? '1';
  const problem = taxProblem({ document, taxRule, taxRates: [], currency: scalar(order, 'currency') });
  if (!problem) return;
  const message = `data.invoiceType: Order ${order.id} allows only "RE" (${problem.path.slice('data.'.length)} ${problem.message})`;
  throw new CommandRefused('invalid_command', message);
}

function fromOrderOf({ fromOrder }: Context['data']) {
  if (fromOrder) return fromOrder;
  throw new CommandRefused('invalid_command', 'data.fromOrder: required, where the invoice is not composed');
}

function typeOf({ invoiceType = 'RE' }: Context['data']): InvoiceType {
  return invoiceType;
}
