import { isAbsolute, normalize } from 'node:path';
import { type Fence, readFences } from './read-fences.ts';

interface Placed {
  /** Of the opening line. */
  readonly line: number;
}

/** What a reader types. */
export interface TypedBlock extends Placed {
  readonly kind: 'typed';
  /** A terminal of its own, which goes on in the background; none: the terminal of the product's folder. */
  readonly terminal?: string;
  readonly text: string;
}

/** A file that a reader writes. */
export interface FileBlock extends Placed {
  readonly kind: 'file';
  /** Below the product's folder. */
  readonly path: string;
  readonly text: string;
}

/** What a reader should see. */
export interface SeenBlock extends Placed {
  readonly kind: 'seen';
  /** None: in what the block before wrote. */
  readonly terminal?: string;
  readonly lines: readonly string[];
  /** At most so many seconds after the first line of the document was typed. */
  readonly withinSeconds?: number;
}

export type Block = TypedBlock | FileBlock | SeenBlock;

/** What may stand behind the language, by language; `file` is allowed for every other one. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  sh: ['terminal'],
  text: ['terminal', 'within'],
};

/**
 * What a document asks its reader to do and see, in its order. Blocks that are only shown are left out.
 * @throws Error that names the line and what is allowed there.
 */
export function readBlocks(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const fence of readFences(markdown)) {
    const block = fence.notRun === undefined ? readBlock(fence) : undefined;
    if (block?.kind === 'seen' && !block.terminal && blocks.at(-1)?.kind !== 'typed') {
      throw problem(fence, 'what is seen needs terminal=NAME, or a block of sh right before it.');
    }
    if (block) blocks.push(block);
  }
  return blocks;
}

function readBlock(fence: Fence): Block | undefined {
  const { line, text } = fence;
  const [language = '', ...rest] = fence.info.split(/\s+/);
  const { terminal, file, within } = readAttributes(fence, ATTRIBUTES[language] ?? ['file'], rest);
  const named = terminal === undefined ? {} : { terminal };
  if (language === 'sh') return { kind: 'typed', line, text, ...named };
  if (language === 'text') {
    const lines = text.split('\n').filter((one) => one.trim() !== '');
    return { kind: 'seen', line, lines, ...named, ...(within !== undefined && { withinSeconds: Number(within) }) };
  }
  return file === undefined ? undefined : { kind: 'file', line, path: insideFolder(fence, file), text: `${text}\n` };
}

function readAttributes(
  fence: Fence,
  allowed: readonly string[],
  words: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words.map((word) => {
      const [, name = '', value = ''] = /^([a-z]+)=(\S+)$/.exec(word) ?? [];
      if (!allowed.includes(name)) {
        throw problem(fence, `"${word}" is not understood; allowed is ${allowed.map((one) => `${one}=…`).join(', ')}.`);
      }
      if (name === 'within' && !/^[1-9]\d*$/.test(value)) throw problem(fence, 'within= takes whole seconds.');
      return [name, value];
    }),
  );
}

function insideFolder(fence: Fence, path: string): string {
  if (isAbsolute(path) || normalize(path).startsWith('..')) {
    throw problem(fence, `the file ${path} must be inside the product's folder.`);
  }
  return normalize(path);
}

function problem({ line }: Fence, message: string): Error {
  return new Error(`line ${line}: ${message}`);
}
