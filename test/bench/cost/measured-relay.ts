import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { Message } from '@aws-sdk/client-sqs';
import { sqsEvent } from '../../../infra/local/runtime/sqs-event.ts';
import type { Stage } from '../../../infra/stages.ts';
import { documentClient } from '../../../shared/aws/dynamo.ts';
import { tenantsTable } from '../../../shared/aws/tenants-table.ts';
import type { ResourceName } from '../../../shared/contract/event.ts';
import { SandboxControl } from '../../sandbox/control.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Invocation } from './invocation-use.ts';
import { startProductionAccount } from './production-account.ts';
import { startSlowSevdesk } from './slow-sevdesk.ts';

/** How long sevdesk takes for a call. */
export const CALL_MS = 200;
export const TENANT = 'customer-0000004711';
export const TOKEN = 'c'.repeat(32);

export interface MeasuredChoice {
  readonly stage: Stage;
  readonly records: Readonly<Partial<Record<ResourceName, number>>>;
}

/** The stack of a stage with one tenant and its sevdesk, on a clock that is moved: pauses between polls take no time. */
export async function startMeasuredRelay({ stage, records }: MeasuredChoice) {
  let aheadMs = 0;
  const sandbox = await startSandbox({ now: () => Date.now() + aheadMs });
  const control = new SandboxControl(sandbox.controlUrl);
  await control.createAccount({ token: TOKEN });
  for (const [model, count] of Object.entries(records)) await control.seed(TOKEN, model, count);
  const sevdesk = await startSlowSevdesk(sandbox.url, CALL_MS);
  const account = await startProductionAccount({ ...stage, sevdeskUrl: sevdesk.url });
  const passTime = (ms = stage.pollIntervalSeconds * 1000) => {
    aheadMs += ms;
  };
  const invoke = async (name: string, payload: unknown): Promise<Invocation> => {
    const running = await account.functionAt(name, aheadMs);
    sevdesk.closeIdleConnections();
    sevdesk.take();
    account.meter.take();
    const timing = await running.invoke(payload);
    return { timing, aws: account.meter.take(), sevdesk: sevdesk.take() };
  };
  return {
    account,
    control,
    tenants: tenantsTable(documentClient(account.clients.dynamoDb), account.names.tenantsTable),
    passTime,
    invoke,
    /** A look at the tenant, so long after the last thing that happened. */
    poll(afterMs?: number): Promise<Invocation> {
      passTime(afterMs);
      return invoke('poll-tenant', delivery({ tenantId: TENANT }));
    },
    async close() {
      await account.close();
      await sevdesk.close();
      await sandbox.close();
    },
  };
}

export type MeasuredRelay = Awaited<ReturnType<typeof startMeasuredRelay>>;

/** A message of the tenant, as the event source hands it over. */
export function delivery(body: object) {
  const attributes = { MessageGroupId: TENANT, ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) };
  const message: Message = { MessageId: 'm', ReceiptHandle: 'r', Body: JSON.stringify(body), Attributes: attributes };
  return sqsEvent([message], 'arn:aws:sqs:eu-central-1:000000000000:queue');
}

/** Answers the secret's version. */
export async function putSecret({ account }: MeasuredRelay, tenantId: string): Promise<string> {
  const { clients, names } = account;
  const secret = { Name: `${names.secretPrefix}${tenantId}`, SecretString: JSON.stringify({ token: TOKEN }) };
  return (await clients.secrets.send(new CreateSecretCommand(secret))).VersionId ?? '';
}
