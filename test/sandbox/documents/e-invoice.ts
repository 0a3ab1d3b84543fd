import type { Account } from '../account.ts';
import { ApiError } from '../http/api-error.ts';
import { isFields, reference, type WireRecord } from '../wire-record.ts';

/** Fields of the document and of its contact that an e-invoice needs (documentation, "propertyIsEInvoice"). */
const OF_DOCUMENT = ['paymentMethod', 'addressStreet', 'addressZip', 'addressCity', 'addressCountry'];
const OF_CONTACT = ['buyerReference'];

export function isEInvoice({ propertyIsEInvoice }: WireRecord): boolean {
  return propertyIsEInvoice === '1';
}

/**
 * Refuses to make an e-invoice of a document that lacks something. It is saved all the same, and refused where it is opened or
 * rendered (measured, as are the names of document fields; those of contact fields are assumed).
 * @throws ApiError 400 with code 830
 */
export function checkEInvoice(account: Account, document: WireRecord): void {
  if (!isEInvoice(document)) return;
  const missing = missingInformation(account, document);
  if (missing.length === 0) return;
  const message = 'Could not generate ZUGFeRD Invoice since there are validations errors';
  throw new ApiError({ status: 400, message, code: 830, data: { 'missing information': missing } });
}

function missingInformation(account: Account, document: WireRecord): string[] {
  const contact = account.find('Contact', reference(document.contact)?.id ?? '');
  const hasEmail = account.records('CommunicationWay').some((way) => {
    return way.type === 'EMAIL' && isFields(way.contact) && way.contact.id === contact?.id;
  });
  return [
    ...OF_DOCUMENT.filter((field) => !document[field]).map((field) => `document_${field}`),
    ...OF_CONTACT.filter((field) => !contact?.[field]).map((field) => `contact_${field}`),
    ...(hasEmail ? [] : ['contact_email']),
  ];
}
