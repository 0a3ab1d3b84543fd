import type { ResourceName } from '../contract/event.ts';
import { isAccessDenied } from '../domain/denied-access.ts';
import type { Resource } from '../domain/resource.ts';
import { RequestRejected, type SevdeskUnavailable } from '../domain/sevdesk-error.ts';
import type { DeniedResources } from '../domain/token-verdict.ts';
import type { SevdeskClient } from './client.ts';
import { readRecords } from './record-list.ts';
import { sevClientId } from './sev-client.ts';

/** What a tested token opens. */
export interface TestedToken {
  /** `1.0` or `2.0`; undefined where sevdesk did not say. */
  readonly bookkeepingVersion: string | undefined;
  /** Undefined while the account is empty; then nothing is denied. */
  readonly sevClientId: string | undefined;
  /** What it may not read, in sevdesk's words. */
  readonly denied: DeniedResources;
}

type Denial = readonly [ResourceName, RequestRejected | SevdeskUnavailable];

/**
 * Tests a token the way polling will use it: the version, and one record of each resource. It works if it may read any of them, and
 * shows whose account it opens, as far as anything is denied: an account that is empty looks the same to a user without rights.
 * @throws TokenRejected when sevdesk refuses it, and what else a call can throw.
 */
export async function testToken(
  client: SevdeskClient,
  resources: Readonly<Partial<Record<ResourceName, Resource>>>,
): Promise<TestedToken> {
  const objects = await askVersion(client);
  let owner: string | undefined;
  const denials: Denial[] = [];
  for (const resource of Object.values(resources)) {
    try {
      const seen = await readOwner(client, resource);
      owner ??= seen;
    } catch (error) {
      if (!isAccessDenied(error)) throw error;
      denials.push([resource.name, error]);
    }
  }
  if (owner === undefined) refuseUnseen(denials, Object.keys(resources).length);
  const denied = Object.fromEntries(denials.map(([name, { message }]) => [name, message]));
  return { bookkeepingVersion: readVersion(objects), sevClientId: owner, denied };
}

/** @throws RequestRejected naming what is denied; a page of a proxy says nothing of the token, and is thrown as it is. */
function refuseUnseen(denials: readonly Denial[], asked: number): void {
  const [first] = denials;
  if (!first) return;
  const [, said] = denials.find(([, error]) => error instanceof RequestRejected) ?? first;
  if (!(said instanceof RequestRejected)) throw said;
  const names = denials.map(([name]) => name).join(', ');
  const unseen = denials.length < asked ? 'no record shows whose account it opens, and denied are ' : '';
  throw new RequestRejected(`${unseen}${names}: ${said.message}`, said.said, said.knowledge);
}

async function readOwner(client: SevdeskClient, { path, query }: Resource): Promise<string | undefined> {
  const { objects } = await client.call({ path, query: { ...query, limit: '1' } });
  return sevClientId(readRecords(objects).records);
}

/** What the version is decides nothing yet: an account that does not tell it is no bad account. */
async function askVersion(client: SevdeskClient): Promise<unknown> {
  try {
    return (await client.call({ path: 'Tools/bookkeepingSystemVersion' })).objects;
  } catch (error) {
    if (error instanceof RequestRejected || isAccessDenied(error)) return undefined;
    throw error;
  }
}

function readVersion(objects: unknown): string | undefined {
  if (typeof objects !== 'object' || objects === null || !('version' in objects)) return undefined;
  return String(objects.version);
}
