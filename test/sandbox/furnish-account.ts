import { SandboxControl } from './control.ts';

/** Records of a furnished account. Their ids are always the same, so that examples can name them. */
export const FURNISHED = {
  /** A cash register (Kasse): a booking makes its own transaction. */
  registerId: '5001',
  /** For the files of a bank, which counts as online: a booking names its transaction. */
  fileImportId: '5002',
  draftInvoiceId: '5003',
  openInvoiceId: '5004',
} as const;

const CHECK_ACCOUNTS = [
  { id: FURNISHED.registerId, name: 'Kasse', type: 'register', importType: null, accountingNumber: '1000' },
  { id: FURNISHED.fileImportId, name: 'Geschäftskonto', type: 'online', importType: 'CSV', accountingNumber: '1200' },
];

/** As its user sets it, with a fiscal year from 2026-01-01 in Berlin. */
const EXPORT_CONFIG = { accountantNumber: '1001', accountantClientNumber: '10001', accountingYearBegin: 1_767_222_000 };

/**
 * Makes an account that every command can be tried with: contacts, invoices, payment accounts, the settings of DATEV exports.
 * One in a sandbox, since no two records share an id.
 */
export async function furnishAccount(sandboxUrl: string, token: string): Promise<void> {
  const control = new SandboxControl(sandboxUrl);
  const { sevClientId } = await control.createAccount({ token });
  for (const fields of CHECK_ACCOUNTS) await control.createRecord(token, 'CheckAccount', fields);
  await control.seedContacts(token, 20);
  await control.seedInvoices(token, 30);
  await control.createInvoice(token, { id: FURNISHED.draftInvoiceId });
  await control.createInvoice(token, { id: FURNISHED.openInvoiceId });
  await control.openInvoice(token, FURNISHED.openInvoiceId);
  await configureExports(`${sandboxUrl}/SevClient/${sevClientId}/updateExportConfig`, token);
}

/** No control: sevdesk's API can do it. */
async function configureExports(url: string, token: string): Promise<void> {
  const headers = { authorization: token, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(EXPORT_CONFIG) });
  if (!answer.ok) throw new Error(`The DATEV settings were refused: ${await answer.text()}`);
}
