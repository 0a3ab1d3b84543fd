import type { Account } from '../account.ts';
import type { Resource } from '../resources/resource.ts';
import type { WireRecord } from '../wire-record.ts';
import type { ApiAnswer } from './api-answer.ts';
import { refuse } from './api-error.ts';

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
  const { filters = {}, isListed = () => true, model } = resource;
  const tests = Object.entries(filters).flatMap(([name, filter]) => {
    const wanted = query.get(name);
    const test = wanted === null ? undefined : filter(wanted, query);
    return test && !account.ignoredFilters.has(`${model}.${name}`) ? [test] : [];
  });
  const listed = account.listed(model).filter((record) => isListed(record, query));
  return listed.filter((record) => tests.every((test) => test(record)));
}

function readLimit(limit: string | null): number {
  if (limit === null) return DEFAULT_LIMIT;
  const number = Number(limit);
  if (limit.trim() === '' || !Number.isInteger(number) || number < 1 || number > 1000) throw refuse(400, LIMIT_PROBLEM);
  return number;
}
