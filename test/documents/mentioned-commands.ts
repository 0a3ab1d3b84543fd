import { readFences, withoutFences } from './read-fences.ts';

/** A command line in a page, as words. */
export interface Mention {
  readonly line: number;
  readonly words: readonly string[];
  /** `code`: within a sentence or a table, where it may stand for the command without its arguments. */
  readonly from: 'block' | 'code';
}

/** How the tool is called, by what stands before its own words. */
const TOOL = /^(?:npx )?sevdesk-relay (?=[a-z-])|^npm run -s relay -- /;
/** What ends a command in a line of sh. */
const ENDS = /\s(?:\||&&|;|>|<(?!\w[\w.-]*>)|#|\\$)|;|\)|"\s*$/;

/** Every call of the tool in a markdown text. `groups` are the first words of its commands, by which they are known in sentences. */
export function mentionedCommands(markdown: string, groups: readonly string[]): readonly Mention[] {
  return [...inBlocks(markdown), ...inSentences(markdown, groups)];
}

/** The scripts that are run by `npm run`, with their line. */
export function mentionedScripts(markdown: string): readonly { readonly line: number; readonly name: string }[] {
  return markdown.split('\n').flatMap((text, index) => {
    const names = [...text.matchAll(/\bnpm run (?:-s |--silent )?([a-z][\w:-]*)/g)].map(([, name = '']) => name);
    const own = [...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name = '']) => name);
    return [...names, ...own].map((name) => ({ line: index + 1, name }));
  });
}

/** What is given to `npm start`, as words. */
export function mentionedStarts(markdown: string): readonly (readonly string[])[] {
  return [...markdown.matchAll(/\bnpm start -- ([^`\n]*)/g)].map(([, rest = '']) => wordsOf(rest.split(ENDS)[0] ?? ''));
}

function inBlocks(markdown: string): readonly Mention[] {
  return readFences(markdown)
    .filter(({ info }) => /^sh\b/.test(info))
    .flatMap(({ line, text }) =>
      joinedLines(text).flatMap(([offset, one]) =>
        callsIn(one).map((words) => ({ line: line + offset, words, from: 'block' as const })),
      ),
    );
}

/** A line that ends with a backslash goes on in the next one. */
function joinedLines(text: string): readonly (readonly [number, string])[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (lines[index - 1]?.endsWith('\\')) return [];
    let whole = line;
    for (let next = index + 1; whole.endsWith('\\'); next += 1) whole = `${whole.slice(0, -1)}${lines[next] ?? ''}`;
    return [[index + 1, whole] as const];
  });
}

/** A line may have several, and other programs before and between them. */
function callsIn(line: string): readonly (readonly string[])[] {
  const starts = [...line.matchAll(/(?:npx |(?<![\w/.:'-]))sevdesk-relay (?=[a-z-])|npm run -s relay -- /g)];
  return starts.map((start) => {
    const rest = line.slice(start.index + start[0].length);
    const end = ENDS.exec(rest);
    return wordsOf(end ? rest.slice(0, end.index) : rest);
  });
}

function inSentences(markdown: string, groups: readonly string[]): readonly Mention[] {
  const lines = withoutFences(markdown).split('\n');
  return lines.flatMap((text, index) =>
    [...text.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => {
      const words = wordsOf(code.replace(TOOL, ''));
      const isCall = TOOL.test(code) || (words.length > 1 && groups.includes(words[0] ?? ''));
      return isCall ? [{ line: index + 1, words, from: 'code' as const }] : [];
    }),
  );
}

/** Words as a shell cuts them; quotes hold them together. What stands for something (`…`) is left out. */
function wordsOf(text: string): readonly string[] {
  const words = text.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replace(/^(['"])(.*)\1$/, '$2')).filter((word) => word !== '…');
}
