export type CliInput = NodeJS.ReadableStream & { readonly isTTY?: boolean };
export type CliOutput = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** All that a command has of the world around it, so that tests can be that world. */
export interface CliContext {
  readonly stdin: CliInput;
  /** Data and answers. */
  readonly stdout: CliOutput;
  /** Everything said to a person beside them. */
  readonly stderr: CliOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** A pause is over early when the signal is aborted. */
  readonly pause: (ms: number, until?: AbortSignal) => Promise<unknown>;
  /**
   * Aborted by SIGINT, SIGTERM, or when nobody reads stdout any more. For commands that must clean up: from the first
   * call on, the first of those signals no longer ends the process.
   */
  readonly stopSignal: () => AbortSignal;
  /** Texts that no message may show. */
  readonly secrets: Set<string>;
}

/** Writes one line to people. */
export function say({ stderr }: Pick<CliContext, 'stderr'>, line: string): void {
  stderr.write(`${line}\n`);
}

/** Writes one line (or a table) of what was asked for. */
export function print({ stdout }: Pick<CliContext, 'stdout'>, text: string): void {
  stdout.write(`${text}\n`);
}
