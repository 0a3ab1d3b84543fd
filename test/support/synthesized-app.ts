import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

export interface SynthesizedApp {
  /** Its cloud assembly. */
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/**
 * Synthesizes a CDK app as its author would, functions bundled, with the sources of this checkout in place of the installed package.
 * @param app path of the program
 */
export async function synthesizedApp(app: string, context: Readonly<Record<string, string>>): Promise<SynthesizedApp> {
  const folder = await mkdtemp(join(tmpdir(), 'product-app-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const env = { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) };
  try {
    await promisify(execFile)(process.execPath, ['--conditions=sevdesk-relay-source', app], { env });
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
