import type { Account } from '../account.ts';
import type { ComingDocument } from '../documents/coming-document.ts';
import { defaultAddress } from '../documents/default-address.ts';
import { INVOICE } from '../documents/document-kind.ts';
import { isTrue } from '../documents/is-true.ts';
import { makeDocument, ownerFields } from '../documents/make-document.ts';
import { type Saving, saveDocument } from '../documents/save-document.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import type { ApiCall, NewRecord } from '../resources/resource.ts';
import type { Fields, WireRecord } from '../wire-record.ts';
import { checkInvoice } from './check-invoice.ts';
import { factoryAnswer } from './factory-answer.ts';
import { INVOICE_DEFAULTS, INVOICE_WRITABLE } from './invoice-fields.ts';

const SAVING: Saving = {
  kind: INVOICE,
  defaults: draftFields,
  writable: INVOICE_WRITABLE,
  check: checkInvoice,
  derived,
};

/** `POST /Invoice/Factory/saveInvoice`: makes a draft, or changes the one whose id the invoice names (documentation). */
export function saveInvoice({ account, body }: ApiCall): ApiAnswer {
  const { document, positions } = saveDocument(account, SAVING, body);
  return factoryAnswer(account, document, positions);
}

/** As the web interface would. */
export function makeInvoice(account: Account, record: NewRecord): WireRecord {
  return makeDocument(account, { ...record, model: 'Invoice', defaults: draftFields(account) });
}

/** An empty draft, owned by the first user. */
function draftFields(account: Account): Fields {
  return { ...INVOICE_DEFAULTS, ...ownerFields(account) };
}

function derived(account: Account, { request, document }: ComingDocument): Fields {
  return {
    status: request.document.status ?? '100',
    ...(request.takeDefaultAddress && defaultAddress(account, document)),
    // Measured: "1" where it is one, absent elsewhere.
    ...(isTrue(request.document.propertyIsEInvoice) && { propertyIsEInvoice: true }),
  };
}
