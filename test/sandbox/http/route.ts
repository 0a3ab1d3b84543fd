import type { Account } from '../account.ts';
import { allResources } from '../resources/all-resources.ts';
import { deleteRecord } from '../resources/deletion.ts';
import type { Action, ApiCall, Resource } from '../resources/resource.ts';
import type { Fields } from '../wire-record.ts';
import { type ApiAnswer, htmlPage, objects } from './api-answer.ts';
import { list } from './list.ts';

/** A request below `/api/v1`, its token already known. */
export interface RoutedRequest {
  readonly account: Account;
  readonly method: string;
  /** `/Invoice/17/sendBy` */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Fields;
  /** Of the sandbox, as it was addressed. */
  readonly origin: string;
}

/** The resource that a path belongs to. */
export function resourceOfPath(path: string): Resource | undefined {
  const [, first] = path.split('/');
  return allResources.find((resource) => resource.path === first);
}

/**
 * Finds what a request asks for, and does it. Unknown paths answer HTML (measured).
 * @throws ApiError
 */
export function route(request: RoutedRequest): ApiAnswer {
  const resource = resourceOfPath(request.path);
  const rest = request.path.split('/').slice(2).join('/');
  const id = /^\d+/.exec(rest)?.[0] ?? '';
  const shape = rest.replace(/^\d+/, '{id}');
  const { account, query, body, origin } = request;
  const call: ApiCall = { account, id, query, body, origin };
  const action =
    resource && endpoints(resource).find(({ method, path }) => method === request.method && path === shape);
  return action ? action.run(call) : htmlPage(404, '404 Not Found');
}

function endpoints(resource: Resource): readonly Action[] {
  return [...readEndpoints(resource), ...writeEndpoints(resource), ...(resource.actions ?? [])];
}

function readEndpoints(resource: Resource): Action[] {
  if (!resource.filters) return [];
  return [
    { method: 'GET', path: '', run: ({ account, query }) => list(resource, account, query) },
    // Measured: a record by id comes in an array of one.
    { method: 'GET', path: '{id}', run: ({ account, id }) => objects([account.get(resource.model, id)]) },
  ];
}

function writeEndpoints(resource: Resource): Action[] {
  const { model, create, change, remove } = resource;
  const found: Action[] = [];
  if (create) found.push({ method: 'POST', path: '', run: (call) => objects(create(call), 201) });
  if (change) {
    const run = (call: ApiCall) => objects(change(call, call.account.get(model, call.id)));
    found.push({ method: 'PUT', path: '{id}', run });
  }
  if (remove)
    found.push({ method: 'DELETE', path: '{id}', run: (call) => removeRecord(call, { ...resource, remove }) });
  return found;
}

/** Measured: a deletion answers `{"objects":[null]}`, and the record is gone by id too, unless it leaves a tombstone. */
function removeRecord(call: ApiCall, resource: Resource & Required<Pick<Resource, 'remove'>>): ApiAnswer {
  resource.remove(call, call.account.get(resource.model, call.id));
  deleteRecord(call.account, resource, call.id);
  return objects([null]);
}
