import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, it, vi } from 'vitest';

const LOCAL = join(import.meta.dirname, '..', '..', '..', 'infra', 'local');
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
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

it('becomes ready with the stack of stage local, and ends on SIGTERM', async () => {
  const { child, stdout, exited } = start('--port', '0');
  await vi.waitFor(() => expect(stdout()).toContain('ready'), { timeout: 50_000 });
  const url = /^ready (http:\/\/127\.0\.0\.1:\d+)$/m.exec(stdout())?.[1] ?? '';
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint: url, region: 'eu-central-1', credentials });
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'sevdesk-relay-local-commands.fifo' }));
  sqs.destroy();
  expect(stdout()).toContain(`command queue  ${QueueUrl}`);
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

it('ends with 2 when an option is not allowed', async () => {
  const { exited } = start('--tick', 'often');
  expect(await exited).toEqual([2, null]);
});
