import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { expect } from 'vitest';
import { runCli } from '../../../infra/cli/run-cli.ts';
import { type LocalAssembly, synthesizeLocalStage } from '../../../infra/local/synthesize.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import { relayNames } from '../../../shared/contract/names.ts';
import { startRelay } from '../../support/running-relay.ts';
import { cliWorld } from '../../unit/cli/cli-world.ts';
import { everythingWritten } from './everything-written.ts';
import { startLeakySevdesk } from './leaky-sevdesk.ts';
import type { Writing } from './token-search.ts';

const PATIENCE = { timeout: 90_000, interval: 50 };

/** A token in the shape of sevdesk's. */
export function hexToken(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

/** One that no two encodings write alike; the relay takes it, too. */
export function oddToken(name: string): string {
  const hex = hexToken(name);
  return `${hex.slice(0, 6)}"\\%+/&=<>'~${hex.slice(6, 29)}`;
}

/** A whole relay before a sevdesk that leaks, and all that it says to anybody. */
export async function startLeakyRelay() {
  const leaky = await startLeakySevdesk();
  const assembly = hurried(await synthesizeLocalStage({ sevdeskUrl: leaky.url, tickSeconds: 1, readOnly: false }));
  const relay = await startRelay({
    assembly: (sevdeskUrl) => {
      leaky.passTo(sevdeskUrl);
      return assembly;
    },
  });
  const config = {
    endpoint: relay.account.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'product', secretAccessKey: 'product' },
  };
  const lambda = new LambdaClient(config);
  const secrets = new SecretsManagerClient(config);
  const said: Writing[] = [{ where: 'template', content: JSON.stringify(assembly.template) }];
  const events: RelayEvent[] = [];
  /** Runs the command-line tool; answers its exit code. */
  const tool = async (args: readonly string[], { stdin = '', env = {} } = {}): Promise<number> => {
    const all = { AWS_ENDPOINT_URL: relay.account.url, ...env };
    const { context, written } = cliWorld({ stdin, env: all, now: Date.now });
    const exitCode = await runCli(['--stage', 'local', ...args], { ...context, pause });
    said.push({ where: 'the tool', content: `${written.out}\n${written.err}` });
    return exitCode;
  };
  const nameOf = (tenantId: string) => `${relayNames('local').secretPrefix}${tenantId}`;
  return {
    relay,
    leaky,
    /** Invokes `connect-tenant`; a text is sent as it is. */
    async ask(request: unknown): Promise<string> {
      const Payload = typeof request === 'string' ? request : JSON.stringify(request);
      const FunctionName = relay.account.outputs.ConnectTenantFunctionArn;
      const answer = await lambda
        .send(new InvokeCommand({ FunctionName, Payload }))
        .then(({ Payload: payload }) => payload?.transformToString() ?? '')
        .catch((error: unknown) => inspect(error, { depth: 9, showHidden: true }));
      said.push({ where: 'answers of connect-tenant', content: answer });
      return answer;
    },
    tool,
    give: (name: 'connect' | 'rotate', tenantId: string, token: string, url = leaky.url) =>
      tool(['tenant', name, tenantId, '--sevdesk-url', url], { stdin: token, env: { DEBUG: '1' } }),
    async putSecret(tenantId: string, value: string): Promise<void> {
      await secrets
        .send(new CreateSecretCommand({ Name: nameOf(tenantId), SecretString: value }))
        .catch((error: unknown) => {
          if (!(error instanceof ResourceExistsException)) throw error;
          return secrets.send(new PutSecretValueCommand({ SecretId: nameOf(tenantId), SecretString: value }));
        });
    },
    async deleteSecret(tenantId: string): Promise<void> {
      await secrets.send(new DeleteSecretCommand({ SecretId: nameOf(tenantId), ForceDeleteWithoutRecovery: true }));
    },
    until: (holds: () => unknown) => expect.poll(holds, PATIENCE).toBeTruthy(),
    untilTold: (looked: (event: RelayEvent) => boolean) =>
      expect
        .poll(async () => {
          events.push(...(await relay.product.receiveEvents()));
          return events.some(looked);
        }, PATIENCE)
        .toBe(true),
    written: async (): Promise<readonly Writing[]> => [
      ...said,
      ...leaky.received(),
      { where: 'events', content: JSON.stringify(events) },
      ...(await everythingWritten(relay)),
    ],
    async stop(): Promise<void> {
      await relay.stop();
      lambda.destroy();
      secrets.destroy();
      await leaky.close();
      await rm(assembly.assemblyDir, { recursive: true, force: true });
    },
  };
}

/** Commands look for what they did a second after an answer got lost: there are very many such answers here. */
function hurried({ template, assemblyDir }: LocalAssembly): LocalAssembly {
  const text = JSON.stringify(template).replace(/("READ_BACK_PAUSE_SECONDS":")\d+/g, '$11');
  return { template: JSON.parse(text), assemblyDir };
}

export type LeakyRelay = Awaited<ReturnType<typeof startLeakyRelay>>;
