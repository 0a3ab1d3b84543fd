import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT } from './documents.ts';

const run = promisify(execFile);
const COMPILER = join(PROJECT, 'node_modules', 'typescript', 'bin', 'tsc');
const OPTIONS = [
  ['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--skipLibCheck', '--allowImportingTsExtensions'],
  ['--target', 'es2024', '--module', 'nodenext', '--types', 'node'],
  ['--typeRoots', join(PROJECT, 'node_modules', '@types')],
].flat();

/**
 * Checks the TypeScript of a product against the types of the packages that are installed there: running it says nothing of types.
 * @throws Error that names what the compiler found.
 */
export async function checkTypes(folder: string, files: readonly string[]): Promise<void> {
  const sources = files.filter((path) => /\.m?ts$/.test(path));
  // A product with settings of its own checks its types itself.
  if (sources.length === 0 || existsSync(join(folder, 'tsconfig.json'))) return;
  try {
    await run(process.execPath, [COMPILER, ...OPTIONS, ...sources], { cwd: folder });
  } catch (error) {
    const { stdout = '', message } = error as Error & { readonly stdout?: string };
    throw new Error(`The types of ${sources.join(', ')} do not hold:\n${stdout || message}`, { cause: error });
  }
}
