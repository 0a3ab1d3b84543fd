import type { CommandData, CommandType } from '../../shared/contract/command.ts';
import type { CompletedStep } from '../../shared/domain/ledger-entry.ts';
import { planOf } from '../../shared/sevdesk/commands/plans.ts';
import { aContact, anInvoice } from '../support/builders.ts';
import { listOf, type Replies } from '../support/fake-sevdesk.ts';
import { lookUps, stepContext } from '../support/step-context.ts';

/** A body that the relay writes to sevdesk, as a command makes it. */
export interface WrittenBody {
  /** `invoice.create: save`. */
  readonly name: string;
  readonly method: string;
  /** With `{}` for ids: `Contact/{}`. */
  readonly path: string;
  readonly body: unknown;
}

interface BodyCase<T extends CommandType> {
  readonly type: T;
  readonly data: CommandData<T>;
  /** What sevdesk answers to the reads before the call. */
  readonly replies?: Replies;
  /** Steps that are behind the one that writes. */
  readonly completed?: readonly CompletedStep[];
}

const position = {
  name: 'Consulting',
  text: 'On site',
  quantity: '2',
  price: '100.00',
  taxRate: '19',
  unit: 'UNITY_HOUR',
  discount: '10',
};
const document = {
  contact: { id: '815' },
  date: '2026-11-20',
  header: 'Beratung',
  headText: 'Guten Tag',
  footText: 'Danke',
  positions: [position],
  discounts: [{ text: 'Rabatt', percentage: '5' }],
  fees: [{ text: 'Anfahrt', amount: '40.00' }],
  address: { name: 'Anna', street: 'Ring 1', zip: '01067', city: 'Dresden', country: 'DE' },
};
const sequence = (format: string) => listOf({ id: '1', format, nextSequence: '1000' });
const contactDone: CompletedStep = { step: 'contact', resource: 'Contact', recordId: '815', at: 0 };
const credited = anInvoice({
  showNet: '1',
  taxRule: { id: '1', objectName: 'TaxRule' },
  addressCountry: { id: '1', objectName: 'StaticCountry' },
  deliveryDate: '2026-11-20T00:00:00+01:00',
});
const creditedPosition = {
  id: '1',
  name: 'x',
  quantity: '1',
  price: '39.2',
  taxRate: '19',
  unity: { id: '1', objectName: 'Unity' },
};

const GUIDANCE = {
  accountNumber: '4970',
  accountDatevId: '4285',
  accountName: 'Nebenkosten des Geldverkehrs',
  allowedTaxRules: [{ id: '9', taxRates: ['ZERO', 'SEVEN', 'NINETEEN'] }],
  allowedReceiptTypes: ['EXPENSE'],
};

/** One case for each kind of body. */
const CASES: readonly BodyCase<CommandType>[] = [
  bodyCase({
    type: 'invoice.create',
    data: {
      ...document,
      deliveryDateUntil: '2026-11-22',
      timeToPayDays: 14,
      eInvoice: { paymentMethod: 'bank_transfer' },
    },
  }),
  bodyCase({
    type: 'order.create',
    data: { ...document, positions: [{ ...position, optional: true }, position] },
    replies: {
      'GET Contact/815': listOf(aContact()),
      'GET SevSequence/Factory/getByType': sequence('AN-%NUMBER'),
      'GET Order': listOf(),
    },
  }),
  bodyCase({
    type: 'credit_note.create',
    data: { invoice: { id: '4711' }, date: '2026-11-25' },
    replies: {
      'GET Invoice/4711': listOf(credited),
      'GET Invoice/4711/getPositions': listOf(creditedPosition),
      'GET SevSequence/Factory/getByType': sequence('GU-%NUMBER'),
      'GET CreditNote': listOf(),
    },
  }),
  bodyCase({
    type: 'contact.upsert',
    data: {
      name: 'Bäckerei Morgenrot GmbH',
      email: 'a@b.example',
      phone: '+49 351 1',
      address: { street: 'Ring 1', zip: '01067', city: 'Dresden', country: 'DE' },
    },
    replies: {
      'GET Contact/Factory/getNextCustomerNumber': { objects: '1007' },
      'GET ContactAddress': listOf(),
      'GET CommunicationWay': listOf(),
    },
    completed: [contactDone],
  }),
  bodyCase({
    type: 'part.upsert',
    data: { partNumber: 'SKU-1', name: 'Brot', price: '3.90', taxRate: '7', description: 'Roggen' },
    replies: { 'GET Part': listOf() },
  }),
  bodyCase({
    type: 'voucher.create',
    data: {
      kind: 'expense',
      date: '2026-11-18',
      deliveryDate: '2026-11-18',
      dueDate: '2026-12-02',
      supplierName: 'Deutsche Bahn',
      description: 'Fahrkarte 8XK2',
      positions: [{ accountNumber: '4970', taxRate: '19', amount: '11.90', comment: 'Gebühr' }],
    },
  }),
  bodyCase({
    type: 'transaction.create',
    data: {
      account: { id: '5002' },
      amount: '-58.31',
      date: '2026-11-21',
      counterparty: 'Deutsche Bahn',
      purpose: 'x',
    },
    replies: { 'GET CheckAccountTransaction': listOf() },
  }),
];

function bodyCase<T extends CommandType>(one: BodyCase<T>): BodyCase<CommandType> {
  return one as unknown as BodyCase<CommandType>;
}

/** What the plans of production would write. */
export async function writtenBodies(): Promise<readonly WrittenBody[]> {
  const bodies: WrittenBody[] = [];
  for (const { type, data, replies = {}, completed = [] } of CASES) {
    const known = { ...lookUps, addressCategoryId: '47', accounts: { 4970: [GUIDANCE] } };
    const { context } = stepContext(data, { replies, lookUps: async () => known });
    for (const step of planOf(type).steps.filter((one) => one.applies?.(data) ?? true)) {
      const done = completed.filter((one) => one.step !== step.name);
      const prepared = await step.prepare({ ...context, completed: done });
      if (prepared.kind !== 'call' || prepared.call.body === undefined) continue;
      const { method = 'GET', path, body } = prepared.call;
      bodies.push({ name: `${type}: ${step.name}`, method, path: path.replace(/\d+/g, '{}'), body });
    }
  }
  return bodies;
}
