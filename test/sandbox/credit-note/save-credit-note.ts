import type { Account } from '../account.ts';
import type { ComingDocument } from '../documents/coming-document.ts';
import { defaultAddress } from '../documents/default-address.ts';
import { CREDIT_NOTE } from '../documents/document-kind.ts';
import { isTrue } from '../documents/is-true.ts';
import { ownerFields } from '../documents/make-document.ts';
import { type Saving, saveDocument, savedAnswer } from '../documents/save-document.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import type { ApiCall } from '../resources/resource.ts';
import type { Fields } from '../wire-record.ts';
import { checkCreditNote } from './check-credit-note.ts';
import { CREDIT_NOTE_DEFAULTS, CREDIT_NOTE_WRITABLE } from './credit-note-fields.ts';
import { sourceReference } from './source-invoice.ts';

const SAVING: Saving = {
  kind: CREDIT_NOTE,
  defaults: (account) => ({ ...CREDIT_NOTE_DEFAULTS, ...ownerFields(account) }),
  writable: CREDIT_NOTE_WRITABLE,
  check: checkCreditNote,
  derived,
};

/** `POST /CreditNote/Factory/saveCreditNote` (documentation). A draft without a number is taken (measured). */
export function saveCreditNote({ account, body }: ApiCall): ApiAnswer {
  return savedAnswer(CREDIT_NOTE, saveDocument(account, SAVING, body));
}

function derived(account: Account, { request, document }: ComingDocument): Fields {
  const source = sourceReference(request.document);
  return {
    ...(source && { refSrcInvoice: source }),
    ...(request.takeDefaultAddress && defaultAddress(account, document)),
    // Measured.
    ...(isTrue(request.document.propertyIsEInvoice) && { propertyIsEInvoice: true }),
  };
}
