import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { BODY_DEVIATIONS, type BodyDeviation } from './body-deviations.ts';
import type { WrittenBody } from './written-bodies.ts';

/** What sevdesk's document says of a body that we write. */
export interface BodyReport {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly problems: readonly string[];
  /** Where it deviates, and why. */
  readonly known: readonly string[];
}

/** Checks bodies against the request schemas of an OpenAPI document. */
export function bodyChecker(document: object): (body: WrittenBody) => BodyReport {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: 'openapi' });
  return (written) => {
    const validate = requestSchema(ajv, document, written);
    if (!validate) return { ...written, known: [], problems: ['the document has no such request'] };
    validate(written.body);
    const found = (validate.errors ?? []).map((error) => ({ error, reason: deviationOf(written, error)?.reason }));
    return {
      ...written,
      known: found.flatMap(({ error, reason }) => (reason ? [`${describe(error)}: ${reason}`] : [])),
      problems: found.flatMap(({ error, reason }) => (reason ? [] : [describe(error)])),
    };
  };
}

function requestSchema(ajv: Ajv, document: object, { method, path }: WrittenBody): ValidateFunction | undefined {
  const { paths } = document as { paths: Record<string, Record<string, { requestBody?: object } | undefined>> };
  const documented = Object.keys(paths).find((one) => one.replace(/\{[^}]*\}/g, '{}') === `/${path}`);
  const verb = method.toLowerCase();
  if (documented === undefined || !paths[documented]?.[verb]?.requestBody) return undefined;
  const pointer = [documented, verb, 'requestBody', 'content', 'application/json', 'schema'].map(escaped).join('/');
  return ajv.compile({ $ref: `openapi#/paths/${pointer}` });
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function deviationOf(written: WrittenBody, error: ErrorObject): BodyDeviation | undefined {
  const line = describe(error);
  return BODY_DEVIATIONS.find(({ path = written.path, problem }) => path === written.path && problem.test(line));
}

/** `/invoicePosSave/0/quantity must be number`. */
function describe({ instancePath, message = '' }: ErrorObject): string {
  return `${instancePath || '/'} ${message}`;
}
