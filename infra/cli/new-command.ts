import { Command } from 'commander';
import type { CliContext } from './cli-context.ts';

/** A command that writes to the context's streams, throws instead of ending the process, and quotes no values in errors. */
export function newCommand({ stdout, stderr }: CliContext, name: string): Command {
  return new Command(name)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => write(withoutValues(text).replace(/^error: /, 'sevdesk-relay: ')),
    })
    .exitOverride();
}

/** commander quotes unknown options, commands and surplus arguments whole: `--tokn=…`, `-t…` or any word could be a token. */
function withoutValues(text: string): string {
  return text
    .replace(/(unknown option ')(--[\w-]*|-\w?)[^']*'/, "$1$2'")
    .replace(/\b[0-9a-f]{32}\b/gi, '[token]')
    .replace(/(too many arguments.* but got \d+):[^\n]*/, '$1.');
}
