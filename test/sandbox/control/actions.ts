import type { Account } from '../account.ts';
import type { Fault } from '../faults/fault.ts';
import { maxInAnyMinute } from '../faults/rate-limit.ts';
import type { LoggedRequest } from '../http/request-log.ts';
import { payInvoice } from '../invoice/book-invoice.ts';
import { cancelInvoice } from '../invoice/cancel-invoice.ts';
import { openInvoice } from '../invoice/open-invoice.ts';
import { allResources } from '../resources/all-resources.ts';
import { deleteRecord } from '../resources/deletion.ts';
import type { Resource } from '../resources/resource.ts';
import type { Fields, WireRecord } from '../wire-record.ts';
import type { NewAccount, World } from '../world.ts';

interface Of {
  readonly token: string;
}
interface OfModel extends Of {
  readonly model: string;
}
interface OfRecord extends OfModel {
  readonly id: string;
}
interface OfInvoice extends Of {
  readonly id: string;
}

const MINUTE_MS = 60_000;

/** What an account looks like from outside. */
export interface AccountSummary {
  readonly name: string;
  readonly sevClientId: string;
}

/** Everything the control API can do: the path is the name, the body the second argument. */
export const controlActions = {
  createAccount: (world: World, account: NewAccount): AccountSummary => {
    const { name, sevClientId } = world.createAccount(account).identity;
    return { name, sevClientId };
  },
  revokeToken: (world: World, { token }: Of): void => world.revokeToken(token),
  replaceToken: (world: World, { old, fresh }: { old: string; fresh: string }): void => world.replaceToken(old, fresh),
  seed: (world: World, { token, model, count }: OfModel & { count: number }): number =>
    seed(world.owner(token), model, count),
  createRecord: (world: World, { token, model, fields }: OfModel & { fields: Fields }): WireRecord =>
    makerOf(model)(world.owner(token), { fields, atMs: world.now() }),
  patch: (world: World, { token, model, id, fields }: OfRecord & { fields: Fields }): WireRecord =>
    world.owner(token).change(world.owner(token).get(model, id), fields),
  openInvoice: (world: World, { token, id }: OfInvoice): WireRecord =>
    openInvoice(world.owner(token), world.owner(token).get('Invoice', id), 'VPDF'),
  payInvoice: (world: World, { token, id, amount }: OfInvoice & { amount?: string | undefined }): WireRecord => {
    const invoice = world.owner(token).get('Invoice', id);
    payInvoice(world.owner(token), invoice, amount);
    return invoice;
  },
  cancelInvoice: (world: World, { token, id }: OfInvoice): WireRecord =>
    cancelInvoice(world.owner(token), world.owner(token).get('Invoice', id)),
  deleteRecord: (world: World, { token, model, id }: OfRecord): void =>
    deleteRecord(world.owner(token), resourceOf(model), id),
  hideRecord: (world: World, { token, model, id }: OfRecord): void => world.owner(token).hide(model, id),
  records: (world: World, { token, model }: OfModel): readonly WireRecord[] => world.owner(token).records(model),
  mails: (world: World, { token }: Of): readonly WireRecord[] => world.owner(token).records('Email'),
  requests: (world: World, { token }: Partial<Of>): readonly LoggedRequest[] =>
    world.log.of(token === undefined ? undefined : world.owner(token).identity.name),
  clearRequests: (world: World): void => world.log.clear(),
  addFault: (world: World, fault: Fault): void => world.faults.add(fault),
  clearFaults: (world: World): void => world.faults.clear(),
  setListLagMs: (world: World, { token, ms }: Of & { ms: number }): void => {
    world.owner(token).listLagMs = ms;
  },
  setRateLimit: (world: World, { token, perMinute }: Of & { perMinute: number | null }): void => {
    world.owner(token).requestsPerMinute = perMinute;
  },
  maxRequestsInAnyMinute: (world: World, { token }: Of): number =>
    maxInAnyMinute(world.log.of(world.owner(token).identity.name).map(({ at }) => at)),
  ignoreFilter: (world: World, { token, model, name }: OfModel & { name: string }): void => {
    world.owner(token).ignoredFilters.add(`${model}.${name}`);
  },
  takeOffline: (world: World): void => {
    world.isOffline = true;
  },
  bringBack: (world: World): void => {
    world.isOffline = false;
  },
};

export type ControlActions = typeof controlActions;

/** Old records, a minute apart and the youngest an hour old, so that they look like an account that was used. */
function seed(account: Account, model: string, count: number): number {
  const make = makerOf(model);
  const sample = resourceOf(model).sample?.(account) ?? (() => ({}));
  const first = account.records(model).length;
  for (let index = 0; index < count; index += 1) {
    const atMs = account.now - (count - index + 59) * MINUTE_MS;
    make(account, { fields: sample(first + index, atMs), atMs });
  }
  return count;
}

function makerOf(model: string): NonNullable<Resource['make']> {
  const { make } = resourceOf(model);
  if (!make) throw new Error(`Records of ${model} can't be made`);
  return make;
}

function resourceOf(model: string): Resource {
  const resource = allResources.find((candidate) => candidate.model === model);
  if (!resource) throw new Error(`The sandbox has no ${model}`);
  return resource;
}
