import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkTypes } from './check-types.ts';
import { PROJECT } from './documents.ts';
import type { Folders } from './lay-out-folders.ts';
import { type Block, readBlocks } from './read-blocks.ts';
import type { Promised, Reader } from './reader.ts';

/** A block that takes longer is told. */
const SLOW_MS = 5000;

/** Follows one document. Answers whether all of it went well; prints how long it took, and all that could be seen where it did not. */
export async function followDocument(path: string, reader: Reader, { product }: Folders): Promise<boolean> {
  const blocks = await blocksOf(path);
  const [startedAt, promisedBefore] = [Date.now(), reader.promised.length];
  const problem =
    (await problemIn(blocks, reader)) ?? (await problemOf(() => checkTypes(product, writtenFiles(blocks))));
  console.log(`${problem ? 'FAILED' : 'ok    '} ${path}: ${blocks.length} blocks, ${secondsSince(startedAt)} s`);
  for (const one of reader.promised.slice(promisedBefore)) console.log(describePromised(one));
  if (problem) console.error(`${path}${problem}\n\n${reader.transcript()}\n`);
  return problem === undefined;
}

async function blocksOf(path: string): Promise<readonly Block[]> {
  try {
    return readBlocks(await readFile(join(PROJECT, path), 'utf8'));
  } catch (error) {
    throw new Error(`${path}, ${(error as Error).message}`, { cause: error });
  }
}

/** Where it went wrong and how; nothing when all went well. */
async function problemIn(blocks: readonly Block[], reader: Reader): Promise<string | undefined> {
  for (const block of blocks) {
    const startedAt = Date.now();
    const problem = await problemOf(() => reader.follow(block));
    if (problem) return `:${block.line}${problem}`;
    if (Date.now() - startedAt > SLOW_MS) console.log(`       line ${block.line}: ${secondsSince(startedAt)} s`);
  }
  return undefined;
}

async function problemOf(step: () => Promise<void>): Promise<string | undefined> {
  try {
    await step();
    return undefined;
  } catch (error) {
    return `: ${(error as Error).message}`;
  }
}

function writtenFiles(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => (block.kind === 'file' ? [block.path] : []));
}

function describePromised({ line, withinSeconds, seconds, productSeconds }: Promised): string {
  return [
    `       seen ${seconds} s after the first line (promised: ${withinSeconds} s)`,
    `${productSeconds} s after the first one in the product's folder: ${line}`,
  ].join(', ');
}

function secondsSince(atMs: number): string {
  return ((Date.now() - atMs) / 1000).toFixed(1);
}
