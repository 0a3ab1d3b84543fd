import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const PROJECT = join(import.meta.dirname, '..', '..');
const TOOL = join(PROJECT, 'dist', 'cli.js');

/** CommonJS inside the bundle may ask for Node's own modules, which ESM has no `require` for. */
const WITH_REQUIRE = `import { createRequire as bundleRequire } from 'node:module';
const require = bundleRequire(import.meta.url);`;

await rm(join(PROJECT, 'dist'), { recursive: true, force: true });
await build({
  entryPoints: { cli: join(PROJECT, 'infra', 'cli', 'main.ts') },
  outdir: join(PROJECT, 'dist'),
  bundle: true,
  // What is imported later stays apart: the check of Node's version runs before the rest is even read.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  banner: { js: WITH_REQUIRE },
  legalComments: 'none',
  logLevel: 'warning',
});
await chmod(TOOL, 0o755);
