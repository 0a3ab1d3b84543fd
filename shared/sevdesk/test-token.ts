import type { ResourceName } from '../contract/event.ts';
import type { Resource } from '../domain/resource.ts';
import { RequestRejected } from '../domain/sevdesk-error.ts';
import type { SevdeskClient } from './client.ts';
import { readRecords } from './record-list.ts';
import { sevClientId } from './sev-client.ts';

/** What a tested token opens. */
export interface TestedToken {
  /** `1.0` or `2.0`; undefined where sevdesk did not say. */
  readonly bookkeepingVersion: string | undefined;
  /** Undefined while the account is empty. */
  readonly sevClientId: string | undefined;
}

/**
 * Tests a token the way polling will use it: the version, and one record of each resource.
 * @throws TokenRejected when sevdesk refuses it, and what else a call can throw.
 */
export async function testToken(
  client: SevdeskClient,
  resources: Readonly<Partial<Record<ResourceName, Resource>>>,
): Promise<TestedToken> {
  const objects = await askVersion(client);
  let owner: string | undefined;
  for (const { path, query } of Object.values(resources)) {
    const answer = await client.call({ path, query: { ...query, limit: '1' } });
    owner ??= sevClientId(readRecords(answer.objects).records);
  }
  return { bookkeepingVersion: readVersion(objects), sevClientId: owner };
}

/** What the version is decides nothing yet: an account that does not tell it is no bad account. */
async function askVersion(client: SevdeskClient): Promise<unknown> {
  try {
    return (await client.call({ path: 'Tools/bookkeepingSystemVersion' })).objects;
  } catch (error) {
    if (error instanceof RequestRejected) return undefined;
    throw error;
  }
}

function readVersion(objects: unknown): string | undefined {
  if (typeof objects !== 'object' || objects === null || !('version' in objects)) return undefined;
  return String(objects.version);
}
