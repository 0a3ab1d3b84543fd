import type { CommandData } from '../../contract/command.ts';
import { CommandRefused } from '../../domain/sevdesk-error.ts';
import { referenceId, type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import { taxProblem } from '../../domain/tax/tax-problem.ts';
import type { TenantSettings } from '../../domain/tenant-settings.ts';
import { originKey } from '../note-key.ts';
import type { CommandStep, Finding, Prepared, StepContext } from './command-plan.ts';
import { findMarked, listRows } from './find-marked.ts';
import { invoiceOutcome } from './invoice-state.ts';
import { neededRecord } from './needed-record.ts';
import { savedRecord } from './saved-record.ts';
import { reference } from './wire-fields.ts';

type Context = StepContext<'invoice.create'>;
type InvoiceType = NonNullable<CommandData<'invoice.create'>['invoiceType']>;

/** An order, and its invoices before the call: the one made by it is none of them. */
type OrderFacts = {
  readonly orderId: string;
  readonly contactId: string | null;
  readonly earlier: readonly string[];
};

const WHOLE = { kind: 'percentage', amount: '100' } as const;

/** The main step, under the same name, of invoices that are made from an order. */
export const saveFromOrder: CommandStep<'invoice.create'> = {
  name: 'save',
  applies: ({ fromOrder }) => fromOrder !== undefined,
  prepare,
  lookFor,
};

async function prepare(context: Context): Promise<Prepared> {
  const { client, data, settings } = context;
  const { order, part = WHOLE } = fromOrderOf(data);
  const orderId = await context.recordId('Order', order);
  const record = await neededRecord(client, 'Order', orderId);
  refuseType(typeOf(data), record, settings);
  const about = { orderId, contactId: referenceId(record, 'contact') ?? null };
  const facts: OrderFacts = { ...about, earlier: await invoicesOf(context, about) };
  const origin = reference('Order', orderId);
  return {
    kind: 'call',
    call: {
      method: 'POST',
      path: 'Invoice/Factory/createInvoiceFromOrder',
      body: { order: origin, type: part.kind, amount: part.amount, partialType: typeOf(data) },
    },
    read: (objects) => invoiceOutcome(savedRecord(objects, 'invoice')),
    facts,
    // The order becomes invoiced by it.
    note: [
      { resource: 'Invoice', key: originKey(origin) ?? '' },
      { resource: 'Order', key: orderId },
    ],
  };
}

/** It carries no marker, but its origin: any invoice of this order that was not there before is taken for it. */
async function lookFor({ client, data, facts, firstAttemptAtMs }: Context): Promise<Finding> {
  const { orderId, contactId, earlier } = facts as OrderFacts;
  const type = typeOf(data);
  return findMarked(client, {
    ...invoiceList({ orderId, contactId }),
    marker: `origin: Order ${orderId}`,
    isMarked: (row) => isFrom(orderId, row),
    isOther: ({ id }) => earlier.includes(id),
    differs: (row) => (scalar(row, 'invoiceType') === type ? undefined : `is not of type ${type}`),
    outcome: invoiceOutcome,
    firstAttemptAtMs,
  });
}

/** @throws CommandRefused where only a part of the list is known, since the filter was ignored */
async function invoicesOf({ client }: Context, about: Omit<OrderFacts, 'earlier'>): Promise<readonly string[]> {
  const { records, isWhole } = await listRows(client, invoiceList(about));
  const found = records.filter((row) => isFrom(about.orderId, row));
  if (isWhole) return found.map(({ id }) => id);
  const message = `sevdesk ignored the filter for the origin, so it can't be known which invoices Order ${about.orderId} has.`;
  throw new CommandRefused('unsupported', message, true);
}

/** The filter for the origin is documented; the one for the contact is known to work, and keeps the list short without it. */
function invoiceList({ orderId, contactId }: Omit<OrderFacts, 'earlier'>) {
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
