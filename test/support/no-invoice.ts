import { errorKnowledge } from '../../shared/domain/error-knowledge.ts';
import { RequestRejected } from '../../shared/domain/sevdesk-error.ts';
import { anInvoice } from './builders.ts';

const said = { status: 404, code: '151', message: 'No Model_Invoice with the id 4711 was found' };

/** What sevdesk answers for an invoice that it does not have (measured). */
export const NO_INVOICE = new RequestRejected(said.message, said, errorKnowledge(said));

/** What is told of it. */
export const NO_SUCH_INVOICE = {
  reason: 'dependency_missing',
  message: 'sevdesk has no Invoice 4711: create it first, or name one that is there.',
  retryable: true,
};

/** A recurring invoice, as sevdesk lists it. */
export const A_TEMPLATE = anInvoice({ invoiceType: 'WKR', status: '100', invoiceNumber: null, enshrined: null });

export const IS_A_TEMPLATE = {
  reason: 'invalid_command',
  message:
    'Invoice 4711 is a template of recurring invoices (WKR), which the relay leaves alone: name one of its invoices.',
};
