import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT } from './documents.ts';

const LARGEST_LIST_BYTES = 16 * 1024 * 1024;
const run = promisify(execFile);

/** Where documents are read: a clone and the folder of a product side by side, and a place for what is typed. */
export interface Folders {
  readonly work: string;
  readonly clone: string;
  readonly product: string;
}

/** Lays out a clone as git would, with what is not committed yet. Its packages are ours, unless they are to be installed. */
export async function layOutFolders(options: {
  readonly fromScratch: boolean;
  readonly environment: NodeJS.ProcessEnv;
}): Promise<Folders> {
  const work = await mkdtemp(join(tmpdir(), 'sevdesk-relay-documents-'));
  const folders = { work, clone: join(work, 'sevdesk-relay'), product: join(work, 'my-product') };
  await mkdir(folders.product);
  for (const file of await filesOfProject()) await copy(join(PROJECT, file), join(folders.clone, file));
  if (options.fromScratch) await run('npm', ['ci'], { cwd: folders.clone, env: options.environment });
  else await symlink(join(PROJECT, 'node_modules'), join(folders.clone, 'node_modules'));
  return folders;
}

async function filesOfProject(): Promise<readonly string[]> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const { stdout } = await run('git', args, { cwd: PROJECT, maxBuffer: LARGEST_LIST_BYTES });
  return stdout.split('\0').filter(Boolean);
}

async function copy(from: string, to: string): Promise<void> {
  try {
    await cp(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // Deleted, and not committed yet.
  }
}
