import type { Account } from '../account.ts';
import type { Resource } from '../resources/resource.ts';
import type { WireRecord } from '../wire-record.ts';
import type { ApiAnswer } from './api-answer.ts';
import { refuse } from './api-error.ts';
import type { RecordTest } from './filter.ts';

/** Documentation, "Pagination"; the range is enforced since 2025-05-30. */
const DEFAULT_LIMIT = 100;
const LIMIT_PROBLEM = "Invalid 'limit' parameter. Please provide an integer value between 1 and 1000.";

/** `GET /X`: filtered, cut to a page, newest first. `embed` and unknown filters are ignored (measured). */
export function list(resource: Resource, account: Account, query: URLSearchParams): ApiAnswer {
  const limit = readLimit(query.get('limit'));
  const offset = Math.max(0, Number.parseInt(query.get('offset') ?? '0', 10) || 0);
  const matching = matchingRecords(resource, account, query);
  const page = matching.slice(offset, offset + limit);
  // Documentation, "Pagination": the total is a string, and counts all pages.
  const total = query.get('countAll') === 'true' ? { total: String(matching.length) } : {};
  return { status: 200, json: { ...total, objects: page } };
}

function matchingRecords(resource: Resource, account: Account, query: URLSearchParams): WireRecord[] {
  const tests = activeTests(resource, account, query);
  const documentId = tests.find((test) => test.documentId !== undefined)?.documentId;
  const listed = account.listed(resource.model, documentId);
  // Benchmarks page through 100,000 records: nothing is tested that passes anyway.
  return tests.length === 0 ? listed : listed.filter((record) => tests.every((test) => test(record)));
}

function activeTests({ model, filters, isListed }: Resource, account: Account, query: URLSearchParams): RecordTest[] {
  const wanted = Object.entries(filters ?? {}).map(([name, filter]) => {
    const value = query.get(name);
    return value === null || account.ignoredFilters.has(`${model}.${name}`) ? undefined : filter(value, query);
  });
  return [...wanted, isListed?.(query)].filter((test) => test !== undefined);
}

function readLimit(limit: string | null): number {
  if (limit === null) return DEFAULT_LIMIT;
  const number = Number(limit);
  if (limit.trim() === '' || !Number.isInteger(number) || number < 1 || number > 1000) throw refuse(400, LIMIT_PROBLEM);
  return number;
}
