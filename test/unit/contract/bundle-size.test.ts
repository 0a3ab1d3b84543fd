import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const MOST_BYTES = 30_000;

it('a consumer bundles no more than 30 KB with the contract, and nothing else of ours', async () => {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: "export * from './shared/contract/contract.ts'",
      resolveDir: fileURLToPath(new URL('../../..', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    metafile: true,
    write: false,
  });
  const [output] = outputFiles;
  expect(output?.contents.length).toBeLessThanOrEqual(MOST_BYTES);
  const sources = Object.keys(metafile.inputs).filter((path) => !/^(<stdin>|shared\/contract\/[^:]*\.ts)$/.test(path));
  expect(sources).toEqual(['node_modules/valibot/dist/index.mjs']);
});
