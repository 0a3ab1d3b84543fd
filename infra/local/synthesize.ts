import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LocalChoices } from '../stages.ts';
import type { Template } from './runtime/template.ts';

export interface LocalAssembly {
  readonly template: Template;
  /** A fresh folder; whoever asked for it removes it. */
  readonly assemblyDir: string;
}

const SYNTHESIS = join(import.meta.dirname, 'runtime', 'synthesize-local-stack.ts');

/**
 * Synthesizes the stack of stage `local`, bundles included, in about three seconds. In a process of its own: CDK and
 * esbuild write to stderr whatever they are told, and would hold 300 MB and the event loop here.
 * @throws Error with what CDK wrote, when the synthesis fails; `signal` ends it.
 */
export async function synthesizeLocalStage(choices: LocalChoices, signal?: AbortSignal): Promise<LocalAssembly> {
  const assemblyDir = await mkdtemp(join(tmpdir(), 'sevdesk-relay-'));
  try {
    const args = [SYNTHESIS, assemblyDir, JSON.stringify(choices)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { signal });
    const template = JSON.parse(await readFile(join(assemblyDir, stdout.trim()), 'utf8')) as Template;
    return { template, assemblyDir };
  } catch (error) {
    await rm(assemblyDir, { recursive: true, force: true });
    throw error;
  }
}
