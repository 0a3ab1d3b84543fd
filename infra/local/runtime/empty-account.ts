import type { LocalEndpoint } from '../services/local-endpoint.ts';
import type { AccountUnderConstruction } from './resource-type.ts';

type Parts = Pick<AccountUnderConstruction, 'endpointUrl' | 'sqs' | 'dynamoDb' | 'events' | 's3' | 'assetFolder'>;

/** An account in which nothing was created yet. */
export function emptyAccount({ keys }: Pick<LocalEndpoint, 'keys'>, parts: Parts): AccountUnderConstruction {
  return {
    ...parts,
    keys,
    permissions: { roles: [], managedPolicies: new Map(), resourceStatements: [] },
    exports: new Map(),
    owners: new Map(),
    functions: [],
    eventSourceMappings: [],
    ruleDeliveries: [],
    scheduledTargets: [],
  };
}
