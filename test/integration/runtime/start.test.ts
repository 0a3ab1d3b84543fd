import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, it, vi } from 'vitest';

const LOCAL = join(import.meta.dirname, '..', '..', '..', 'infra', 'local');
const started: ChildProcess[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

function start(...args: readonly string[]) {
  const preload = ['--import', join(LOCAL, 'require-node-24.mjs')];
  const child = spawn(process.execPath, [...preload, join(LOCAL, 'start.ts'), ...args]);
  started.push(child);
  let stdout = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  return { child, stderr: text(child.stderr), stdout: () => stdout, exited: once(child, 'exit') };
}

async function aCloudAssembly(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'start-app-'));
  folders.push(folder);
  const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'my-shop.json' } };
  const Outputs = { InboxUrl: { Value: { Ref: 'Inbox' } } };
  const files = {
    'manifest.json': { artifacts: { 'my-shop': stack } },
    'my-shop.json': { Resources: { Inbox: { Type: 'AWS::SQS::Queue' } }, Outputs },
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(content));
  return folder;
}

it('becomes ready with the stack of stage local and those of a product, and ends on SIGTERM', async () => {
  const { child, stdout, exited } = start('--port', '0', '--app', await aCloudAssembly());
  await vi.waitFor(() => expect(stdout()).toContain('ready'), { timeout: 50_000 });
  const url = /^ready (http:\/\/127\.0\.0\.1:\d+)$/m.exec(stdout())?.[1] ?? '';
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint: url, region: 'eu-central-1', credentials });
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'sevdesk-relay-local-commands.fifo' }));
  sqs.destroy();
  expect(stdout()).toContain(`command queue  ${QueueUrl}`);
  expect(stdout()).toContain(`stack          my-shop\n  InboxUrl     ${url}/000000000000/my-shop-Inbox\n`);
  const told = (line: RegExp) => line.exec(stdout())?.[1] ?? '';
  const registerId = told(/^pay through +check account (\d+) \(cash register\)/m);
  const authorization = told(/^its token +(\S+)/m);
  const answer = await fetch(`${told(/^sevdesk +(\S+)/m)}/CheckAccount/${registerId}`, { headers: { authorization } });
  expect(await answer.json()).toMatchObject({ objects: [{ id: registerId, type: 'register' }] });
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

it('ends with 1 and says what to do when the port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { stderr, exited } = start('--port', String((server.address() as AddressInfo).port));
  expect(await exited).toEqual([1, null]);
  expect(await stderr).toContain('The port is taken');
  server.close();
});

it('ends with 1 and says what to do when there is no cloud assembly', async () => {
  const { stderr, exited } = start('--port', '0', '--app', LOCAL);
  expect(await exited).toEqual([1, null]);
  expect(await stderr).toContain('Run "npx cdk synth"');
});

it('ends with 2 when an option is not allowed', async () => {
  const { exited } = start('--tick', 'often');
  expect(await exited).toEqual([2, null]);
});
