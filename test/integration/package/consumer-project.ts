import { execFile } from 'node:child_process';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const SOURCES = join(PROJECT, 'test', 'fixtures', 'consumer');
/** What the package leaves to its user, and what compiling against it needs. */
const PEERS = ['@aws-sdk/client-sqs', '@types/node', 'aws-cdk-lib', 'constructs'];

const run = promisify(execFile);

/** A product's project, with the packed package installed. */
export interface ConsumerProject {
  /** What it prints. */
  readonly run: (command: string, args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<string>;
  /** Puts in place what the user of the package brings along. */
  readonly addPeers: () => Promise<void>;
}

/** Packs this checkout and installs it in the folder, without the network. */
export async function consumerProject(folder: string): Promise<ConsumerProject> {
  const runHere: ConsumerProject['run'] = async (command, args, env = process.env) =>
    (await run(command, args, { cwd: folder, env })).stdout;
  const tarballs = [
    await pack(PROJECT, folder),
    await pack(modulePath(PROJECT, 'valibot'), folder, '--ignore-scripts'),
  ];
  await writeFile(join(folder, 'package.json'), '{"name":"user","private":true,"type":"module"}');
  await cp(SOURCES, folder, { recursive: true });
  // Node itself comes as an optional dependency of this repository; a user's own is enough.
  const offline = ['--offline', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
  await runHere('npm', ['install', ...offline, ...tarballs.map((name) => `./${name}`)]);
  return {
    run: runHere,
    addPeers: async () => {
      for (const peer of PEERS) await link(peer, folder);
    },
  };
}

async function pack(source: string, folder: string, ...options: string[]): Promise<string> {
  const args = ['pack', '--json', ...options, '--pack-destination', folder, source];
  const [packed] = JSON.parse((await run('npm', args, { cwd: PROJECT })).stdout) as { filename: string }[];
  return packed?.filename ?? '';
}

async function link(peer: string, folder: string): Promise<void> {
  await mkdir(dirname(modulePath(folder, peer)), { recursive: true });
  await symlink(modulePath(PROJECT, peer), modulePath(folder, peer));
}

const modulePath = (folder: string, name: string): string => join(folder, 'node_modules', name);
