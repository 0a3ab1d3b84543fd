/** A fenced block of a markdown file as it stands there. */
export interface Fence {
  /** Where its opening line is; the first line of a file is 1. */
  readonly line: number;
  /** What follows the backticks: `sh terminal=relay`. */
  readonly info: string;
  /** Its lines, without the indentation of the fence. */
  readonly text: string;
  /** Why it is not run, from the comment before it. */
  readonly notRun?: string;
}

const OPENING = /^( *)(`{3,}|~{3,})\s*(.*)$/;
const NOT_RUN = /^\s*<!-- not run: (.+?) -->\s*$/;

/** Every fenced block of a markdown text, in its order. @throws Error when a fence is not closed. */
export function readFences(markdown: string): readonly Fence[] {
  const lines = markdown.split(/\r?\n/);
  const fences: Fence[] = [];
  let notRun: string | undefined;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [, indent = '', fence = '', info = ''] = OPENING.exec(line) ?? [];
    if (fence) {
      const end = closingLine(lines, at + 1, fence);
      const text = lines.slice(at + 1, end).map((one) => withoutIndent(one, indent.length));
      fences.push({ line: at + 1, info: info.trim(), text: text.join('\n'), ...(notRun && { notRun }) });
      at = end;
    }
    // The comment holds for the block that follows it, over blank lines.
    if (line.trim() !== '') notRun = NOT_RUN.exec(line)?.[1];
  }
  return fences;
}

/** The text between the blocks. Its lines keep their numbers. */
export function withoutFences(markdown: string): string {
  return markdown.replace(/^( *)(`{3,}|~{3,}).*\n[\s\S]*?^ *\2.*$/gm, (block) => block.replace(/[^\n]/g, ''));
}

function closingLine(lines: readonly string[], from: number, fence: string): number {
  const closing = new RegExp(`^ *${fence[0]}{${fence.length},} *$`);
  const length = lines.slice(from).findIndex((line) => closing.test(line));
  if (length < 0) throw new Error(`line ${from}: this block is not closed.`);
  return from + length;
}

function withoutIndent(line: string, indent: number): string {
  return line.slice(0, indent).trim() === '' ? line.slice(indent) : line.trimStart();
}
