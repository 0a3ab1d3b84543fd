import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { notFound, refuse } from '../http/api-error.ts';
import { pick } from '../wire-record.ts';
import type { ApiCall, Resource } from './resource.ts';

const REQUIRED = ['accountantNumber', 'accountantClientNumber', 'accountingYearBegin'];

/** The account itself. Source: sevdesk's documentation, "Export". */
export const sevClient: Resource = {
  path: 'SevClient',
  model: 'SevClient',
  actions: [{ method: 'PUT', path: '{id}/updateExportConfig', run: updateExportConfig }],
};

/** What a DATEV export needs to know (documentation, "Export"); the wording of the refusal is assumed. */
function updateExportConfig({ account, id, body }: ApiCall): ApiAnswer {
  if (id !== account.sevClient.id) throw notFound('SevClient', id);
  const missing = REQUIRED.find((field) => !body[field]);
  if (missing) throw refuse(400, `${missing} is required`);
  const config = account.first('ExportConfig') ?? account.insert('ExportConfig', {});
  account.change(config, pick(body, REQUIRED));
  return objects(null);
}
