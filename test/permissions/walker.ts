import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { documentClient } from '../../shared/aws/dynamo.ts';
import { tenantsTable } from '../../shared/aws/tenants-table.ts';
import { tokenStore } from '../../shared/aws/token-store.ts';
import type { CommandData, CommandType } from '../../shared/contract/command.ts';
import { type EventType, RESOURCE_NAMES, type RelayEvent, type ResourceName } from '../../shared/contract/event.ts';
import { relayNames } from '../../shared/contract/names.ts';
import { isPolled, type ResourceProgress, type Tenant } from '../../shared/domain/tenant.ts';
import { openProductBus } from '../support/product-bus.ts';
import { type RunningRelay, tokenOf } from '../support/running-relay.ts';
import { stageFiles } from '../support/stage-files.ts';

const names = relayNames('local');
const DAY_SECONDS = 86_400;

/** A running relay as the steps of the walk use it: one tenant, its account in sevdesk, and a look behind the scenes. */
export type Walker = ReturnType<typeof walkerOf>;

export function walkerOf(relay: RunningRelay, tenantId: string) {
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'operator' };
  const aws = { endpoint: relay.account.url, region: 'eu-central-1', credentials };
  const secrets = new SecretsManagerClient(aws);
  const tenants = tenantsTable(documentClient(new DynamoDBClient(aws)), names.tenantsTable);
  const see = <T extends EventType>(type: T, looked: (event: RelayEvent<T>) => boolean = () => true) =>
    relay.witness.see(type, (event) => event.tenantid === tenantId && looked(event));
  return {
    sevdesk: relay.sevdesk,
    tenantId,
    token: tokenOf(tenantId),
    /** What functions logged about this tenant. */
    logged: (message: string) => relay.logLines.filter((line) => line.includes(message) && line.includes(tenantId)),
    /** The same relay with another tenant. */
    as: (otherId: string) => walkerOf(relay, otherId),
    /** A secret with the key of the stage, as an operator makes it. */
    store: (token: string) =>
      tokenStore(secrets, names.secretPrefix, { keyAlias: names.tokensKeyAlias }).store(tenantId, token),
    /** As the console does it: the name stays taken. */
    deleteSecret: () => secrets.send(new DeleteSecretCommand({ SecretId: `${names.secretPrefix}${tenantId}` })),
    putFile: stageFiles(relay.account.url).put,
    see,
    seeRecord: <T extends EventType>(type: T, subject: string) => see(type, (event) => event.subject === subject),
    seeCommand: <T extends 'command.succeeded' | 'command.failed' | 'command.parked'>(type: T, commandId: string) =>
      see(type, ({ correlationid }) => correlationid === commandId),
    seeLetter: (commandId: string) => relay.witness.seeDeadLetter(({ Body }) => Body?.includes(commandId) ?? false),
    send: <T extends CommandType>(commandId: string, type: T, data: CommandData<T>) =>
      relay.product.send({ commandId, tenantId, type, version: 1, data }),
    /** As `send`, by an event of the product and a rule of its own. */
    async sendByRule<T extends CommandType>(commandId: string, type: T, data: CommandData<T>): Promise<void> {
      const bus = await openProductBus(relay.account.url);
      await bus.addRule('wish', ['command'], '<command>');
      await bus.tell('wish', { command: { commandId, tenantId, type, version: 1, data } });
      bus.close();
    },
    /** What the function that products invoke answers. */
    connect: (token: string, rotate = false) =>
      relay.account.invoke(`${names.stack}-connect-tenant`, { tenantId, token, rotate }),
    /** From now on only commands talk to its sevdesk. */
    pollNoMore: () =>
      tenants.change(tenantId, (tenant) => ({
        ...tenant,
        intervals: Object.fromEntries(RESOURCE_NAMES.map((resource) => [resource, DAY_SECONDS])),
        dueAt: Date.now() + DAY_SECONDS * 1000,
      })),
    /** Forgets something of a resource's progress between two polls; one that runs would write its own over it. */
    async forget(resource: ResourceName, what: keyof ResourceProgress): Promise<void> {
      const forgotten = (tenant: Tenant): Tenant | undefined => {
        if (isPolled(tenant, Date.now())) return undefined;
        const progress = { ...tenant.resources[resource], [what]: undefined };
        return { ...tenant, resources: { ...tenant.resources, [resource]: progress } };
      };
      while (!(await tenants.change(tenantId, forgotten))) await pause(20);
    },
  };
}
