import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { relayNames } from '../../../shared/contract/names.ts';
import { type LocalAccount, startLocalAccount } from '../local-account.ts';
import { listenLocally, stopListening } from '../services/listen-locally.ts';
import { synthesizeLocalStage } from '../synthesize.ts';
import { readApps } from './app-stacks.ts';
import { openFunctionLog } from './function-log-file.ts';
import { startSandboxProcess } from './sandbox-process.ts';
import { SANDBOX_TOKEN, startNotice } from './start-notice.ts';
import type { StartOptions } from './start-options.ts';

const LOGS = join(import.meta.dirname, '..', '..', '..', '.local');

type Stops = (() => Promise<unknown>)[];

/**
 * Runs the relay, and tells on stdout when it is ready. Resolves after `stopping`, when all of it has ended.
 * @throws Error when a part of it can't start or ends by itself; the others were ended.
 */
export async function runLocalRelay(options: StartOptions, stopping: AbortSignal): Promise<void> {
  const stops: Stops = [];
  try {
    const { ended } = await startRelay(options, stopping, stops);
    if (!stopping.aborted) await Promise.race([once(stopping, 'abort'), ended]);
    if (!stopping.aborted) throw new Error('The sevdesk sandbox ended by itself; its last words are in the log.');
  } catch (error) {
    if (!stopping.aborted) throw error;
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** Adds to `stops` what ends each part. `ended` settles when a part has ended by itself. */
async function startRelay(
  options: StartOptions,
  stopping: AbortSignal,
  stops: Stops,
): Promise<{ readonly ended: Promise<unknown> }> {
  await requireFreePort(options.port);
  // The same for folders that are no cloud assembly.
  readApps(options.app);
  const logPath = options.verbose ? undefined : join(LOGS, `functions-${options.port}.log`);
  const log = openFunctionLog(logPath);
  stops.push(log.close);
  const sandbox = await startSevdesk(options, (line) => log.write('sandbox', line));
  stops.push(sandbox.stop);
  const { sevdeskUrl = sandbox.url, tick: tickSeconds, readOnly, port, data: dataDir } = options;
  const assembly = await synthesizeLocalStage({ sevdeskUrl, tickSeconds, readOnly }, stopping);
  stops.push(() => rm(assembly.assemblyDir, { recursive: true, force: true }));
  const account = await startLocalAccount({
    ...assembly,
    apps: options.app,
    port,
    tickSeconds,
    onLog: log.write,
    ...(dataDir !== undefined && { dataDir }),
  });
  stops.push(account.close);
  if (!stopping.aborted) tell(options, { account, sevdeskUrl, logPath });
  return sandbox;
}

/** Told at once, not after the seconds that the synthesis takes. */
async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  await listenLocally(server, port);
  await stopListening(server);
}

/** The sandbox, or in its place the sevdesk that was asked for, which nobody here starts or ends. */
async function startSevdesk({ sevdeskUrl, port }: StartOptions, onLine: (line: string) => void) {
  // Beside the endpoint, so that examples can name its address.
  const sandboxPort = port === 0 ? 0 : port + 1;
  const args = ['--port', String(sandboxPort), '--account', SANDBOX_TOKEN];
  if (sevdeskUrl === undefined) return startSandboxProcess(onLine, args);
  return { url: sevdeskUrl, ended: new Promise<never>(() => undefined), stop: async () => undefined };
}

function tell(
  options: StartOptions,
  running: { readonly account: LocalAccount; readonly sevdeskUrl: string; readonly logPath: string | undefined },
): void {
  const { url, outputs, apps } = running.account;
  const busName = relayNames('local').bus;
  console.log(startNotice(options, { ...running, url, busName, apps, commandQueueUrl: outputs.CommandQueueUrl }));
}
