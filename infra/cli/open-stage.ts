import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type AccountClaims, accountClaims } from '../../shared/aws/account-claims.ts';
import { documentClient } from '../../shared/aws/dynamo.ts';
import { type LedgerListing, ledgerListing } from '../../shared/aws/ledger-listing.ts';
import { type LedgerTable, ledgerTable } from '../../shared/aws/ledger-table.ts';
import { type SnapshotsTable, snapshotsTable } from '../../shared/aws/snapshots-table.ts';
import { type TenantData, tenantData } from '../../shared/aws/tenant-data.ts';
import { type TenantsTable, tenantsTable } from '../../shared/aws/tenants-table.ts';
import { type TokenStore, tokenStore } from '../../shared/aws/token-store.ts';
import { type RelayNames, relayNames } from '../../shared/contract/names.ts';
import type { CliContext } from './cli-context.ts';
import { WrongUsage } from './cli-error.ts';

/** The options that say where a command works. */
export interface StageOptions {
  readonly stage?: string;
  readonly region?: string;
}

/** One stage, and the ways to what is in it. */
export interface OpenStage {
  readonly stage: string;
  readonly names: RelayNames;
  readonly sqs: SQSClient;
  readonly events: EventBridgeClient;
  readonly tenants: TenantsTable;
  readonly accounts: AccountClaims;
  readonly ledger: LedgerTable;
  readonly listing: LedgerListing;
  readonly snapshots: SnapshotsTable;
  readonly tokens: TokenStore;
  /** All that is kept of a tenant beside itself. */
  readonly data: TenantData;
  /** Where all services are, when it is not AWS. */
  readonly endpoint: string | undefined;
}

export const LOCAL_STAGE = 'local';
/** Where `npm start` listens unless told otherwise. */
const LOCAL_ENDPOINT = 'http://127.0.0.1:4566';

/**
 * Opens a stage without calling anybody.
 * @throws WrongUsage when no stage is given, or one with a name that is not allowed.
 */
export function openStage({ env }: Pick<CliContext, 'env'>, options: StageOptions): OpenStage {
  const { stage, names } = readStage(options);
  const config = clientConfig(env, options);
  const dynamo = documentClient(new DynamoDBClient(config));
  return {
    stage,
    names,
    sqs: new SQSClient(config),
    events: new EventBridgeClient(config),
    tenants: tenantsTable(dynamo, names.tenantsTable),
    accounts: accountClaims(dynamo, names.tenantsTable),
    ledger: ledgerTable(dynamo, names.commandsTable),
    listing: ledgerListing(dynamo, names.commandsTable),
    snapshots: snapshotsTable(dynamo, names.snapshotsTable),
    data: tenantData(dynamo, names),
    tokens: tokenStore(new SecretsManagerClient(config), names.secretPrefix, { keyAlias: names.tokensKeyAlias }),
    endpoint: config.endpoint,
  };
}

function readStage({ stage }: StageOptions): Pick<OpenStage, 'stage' | 'names'> {
  if (!stage) {
    throw new WrongUsage(
      'Which stage? Add --stage <stage>, for example "--stage prod", or "--stage local" for "npm start".',
    );
  }
  try {
    return { stage, names: relayNames(stage) };
  } catch (error) {
    if (error instanceof RangeError) throw new WrongUsage(error.message);
    throw error;
  }
}

/** What is left out, the SDK finds by its own rules: environment, profiles, single sign-on. */
function clientConfig(env: CliContext['env'], { stage, region }: StageOptions) {
  const local = stage === LOCAL_STAGE;
  const endpoint = env.AWS_ENDPOINT_URL || (local ? LOCAL_ENDPOINT : undefined);
  const where = region || env.AWS_REGION || env.AWS_DEFAULT_REGION || (local ? 'eu-central-1' : undefined);
  const anyCredentials = local && !env.AWS_ACCESS_KEY_ID && !env.AWS_PROFILE;
  return {
    ...(endpoint && { endpoint }),
    ...(where && { region: where }),
    ...(anyCredentials && { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  };
}
