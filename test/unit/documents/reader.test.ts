import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newcomerEnvironment } from '../../documents/newcomer-environment.ts';
import { readBlocks } from '../../documents/read-blocks.ts';
import { type Reader, startReader } from '../../documents/reader.ts';

let work: string;
let reader: Reader;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'reader-'));
  const folders = { work, clone: join(work, 'clone'), product: join(work, 'product') };
  mkdirSync(folders.clone);
  mkdirSync(folders.product);
  reader = startReader(folders, newcomerEnvironment(process.env));
});
afterEach(async () => {
  await reader.end();
  rmSync(work, { recursive: true, force: true });
});

const fence = (info: string, ...lines: string[]) => [`\`\`\`${info}`, ...lines, '```'].join('\n');
const read = async (...fences: string[]) => {
  for (const block of readBlocks(fences.join('\n'))) await reader.follow(block);
};

describe('somebody who follows a document', () => {
  it('stays in folder and shell from one block to the next', async () => {
    await read(
      fence('sh', 'mkdir in && cd in', 'X=1'),
      fence('sh', 'echo "$X $(basename "$PWD")"'),
      fence('text', '1 in'),
    );
  });

  it('writes files', async () => {
    await read(fence('json file=a/b.json', '{}'), fence('sh', 'cat a/b.json'), fence('text', '{}'));
    expect(readFileSync(join(work, 'product', 'a', 'b.json'), 'utf8')).toBe('{}\n');
  });

  it('gives no program what is typed next', async () => {
    await read(fence('sh', 'cat', 'echo after'), fence('text', 'after'));
  });

  it('waits in another terminal, for one line after the other', async () => {
    await read(
      fence('sh terminal=other', 'mkfifo go; echo one; read -r x < go; echo two; exec cat go'),
      fence('text terminal=other', 'one'),
      fence('sh', 'echo > go'),
      fence('text terminal=other within=60', 't…'),
    );
    expect(reader.promised).toMatchObject([{ line: 't…', withinSeconds: 60 }]);
    expect(reader.transcript()).toContain('---- terminal of other ----\none\ntwo');
  });

  it('starts the relay in the clone, and waits for it', async () => {
    await read(fence('sh terminal=relay', 'touch here; echo ready at once'), fence('text terminal=relay', 'ready …'));
    expect(existsSync(join(work, 'clone', 'here'))).toBe(true);
  });
});

describe('somebody for whom it does not go as written', () => {
  it.each([
    ['a command fails', [fence('sh', 'false', 'true')], 'It ended with exit code 1'],
    ['a command of a pipe fails', [fence('sh', 'false | cat')], 'It ended with exit code 1'],
    ['a line does not come', [fence('sh', 'echo b a'), fence('text', 'a')], 'The block before did not show: a'],
    ['lines come the other way round', [fence('sh', 'echo b; echo a'), fence('text', 'a', 'b')], 'did not show: b'],
    ['a terminal ends', [fence('sh terminal=a', 'exit 3'), fence('text terminal=a', 'x')], 'It ended with exit code 3'],
    ['the relay ends', [fence('sh terminal=relay', 'true')], 'It ended with exit code 0 before it showed: ready …'],
    ['there is no such terminal', [fence('text terminal=a', 'x')], 'There is no terminal "a" yet'],
  ])('says so: %s', async (_what, fences, message) => {
    await expect(read(...fences)).rejects.toThrow(message);
  });
});

it('has the variables of a new terminal', () => {
  const environment = newcomerEnvironment({
    PATH: '/project/node_modules/.bin:/usr/lib/npm/node-gyp-bin:/usr/bin',
    HOME: '/home/me',
    AWS_PROFILE: 'prod',
    npm_lifecycle_event: 'check:documents',
    npm_config_cache: '/cache',
    NODE_OPTIONS: '--x',
  });
  expect(environment).toEqual({ PATH: '/usr/bin', HOME: '/home/me', npm_config_cache: '/cache' });
});
