import type { Command } from '../../shared/contract/command.ts';
import { FRESH_BUDGET } from '../../shared/domain/request-budget.ts';
import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import type { Tenant } from '../../shared/domain/tenant.ts';
import type { ComposedInvoice } from '../../shared/sevdesk/commands/document/save-invoice.ts';

const SEV_CLIENT = { id: '900100', objectName: 'SevClient' };

/** A contact as sevdesk lists it. */
export function aContact(fields: Partial<SevdeskRecord> = {}): SevdeskRecord {
  return {
    id: '815',
    objectName: 'Contact',
    create: '2026-11-01T09:00:00+01:00',
    update: '2026-11-01T09:00:00+01:00',
    sevClient: SEV_CLIENT,
    name: 'Bäckerei Morgenrot GmbH',
    customerNumber: '1001',
    status: '1000',
    category: { id: '3', objectName: 'Category' },
    ...fields,
  };
}

/** An open invoice as sevdesk lists it: scalars are text, `paidAmount` is a number. */
export function anInvoice(fields: Partial<SevdeskRecord> = {}): SevdeskRecord {
  return {
    id: '4711',
    objectName: 'Invoice',
    create: '2026-11-20T09:00:00+01:00',
    update: '2026-11-20T09:00:00+01:00',
    sevClient: SEV_CLIENT,
    invoiceNumber: 'RE-1017',
    invoiceType: 'RE',
    invoiceDate: '2026-11-20T00:00:00+01:00',
    timeToPay: '14',
    status: '200',
    contact: { id: '815', objectName: 'Contact' },
    currency: 'EUR',
    sumNet: '39.2',
    sumTax: '7.45',
    sumGross: '46.65',
    paidAmount: 0,
    customerInternalNote: null,
    ...fields,
  };
}

/** A tenant that is connected, baselined and due. */
export function aTenant(fields: Partial<Tenant> = {}): Tenant {
  return {
    tenantId: 'acme',
    state: 'active',
    since: 0,
    secretVersion: 'v1',
    budget: FRESH_BUDGET,
    resources: { Contact: { cursor: 1000, baselinedAt: 1 }, Invoice: { cursor: 1000, baselinedAt: 1 } },
    failures: 0,
    dueAt: 0,
    hasParked: false,
    revision: 0,
    ...fields,
  };
}

/** Data of a valid `invoice.create`. */
export function invoiceData(fields: Partial<ComposedInvoice> = {}): ComposedInvoice {
  return {
    reference: 'order-1042',
    contact: { id: '815' },
    date: '2026-11-20',
    positions: [{ name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' }],
    ...fields,
  };
}

/** What follows the creation of an invoice, as data of its command. */
export function followedBy(followUps: NonNullable<ComposedInvoice['then']>): Pick<ComposedInvoice, 'then'> {
  // biome-ignore lint/suspicious/noThenProperty: the contract's word; a plain object that nobody awaits.
  return { then: followUps };
}

/** A valid command. */
export function anInvoiceCommand(fields: Partial<Command<'invoice.create'>> = {}): Command<'invoice.create'> {
  return {
    commandId: 'order-1042-invoice',
    tenantId: 'acme',
    type: 'invoice.create',
    version: 1,
    data: invoiceData(),
    ...fields,
  };
}
