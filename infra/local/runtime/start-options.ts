import { Command, InvalidArgumentError } from 'commander';

/** What `npm start` was asked for. */
export interface StartOptions {
  readonly port: number;
  /** None: our own sandbox. */
  readonly sevdeskUrl?: string;
  readonly readOnly: boolean;
  readonly tick: number;
  /** None: state is kept in memory. */
  readonly data?: string;
  /** Folders of products' cloud assemblies. */
  readonly app: readonly string[];
  readonly verbose: boolean;
}

const MAX_PORT = 65_535;
const MAX_TICK_SECONDS = 86_400;

/**
 * Reads the arguments after `npm start --`.
 * @throws CommanderError, after its message was written to stderr; also for `--help`, then with `exitCode` 0.
 */
export function readStartOptions(args: readonly string[]): StartOptions {
  return new Command('npm start --')
    .description('Runs the relay on this machine until it is stopped.')
    .option('--port <n>', 'port of the AWS endpoint; 0 takes a free one', wholeNumber(0, MAX_PORT), 4566)
    .option('--sevdesk-url <url>', 'where sevdesk is (default: a sandbox of our own)', sevdeskUrl)
    .option('--read-only', 'carry out no command: for a first look at a real account', false)
    .option('--tick <seconds>', 'how often schedules fire', wholeNumber(1, MAX_TICK_SECONDS), 5)
    .option('--data <dir>', 'keep state in this folder, secrets in plain text (default: in memory)')
    .option('--app <folder>', 'run the stacks of a product, too: its cdk.out; may be given several times', addApp, [])
    .option('--verbose', 'write what the functions log to stderr instead of a file', false)
    .exitOverride()
    .parse(args, { from: 'user' })
    .opts<StartOptions>();
}

function addApp(folder: string, others: readonly string[]): readonly string[] {
  return [...others, folder];
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

function sevdeskUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search || url.hash || url.username || url.password) {
    throw new InvalidArgumentError(
      'It must be an http or https address without user, query and fragment, for example https://my.sevdesk.de/api/v1.',
    );
  }
  return text.replace(/\/+$/, '');
}
