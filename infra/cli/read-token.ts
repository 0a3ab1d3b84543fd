import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { TOKEN_FORM, TOKEN_PATTERN, USUAL_TOKEN_PATTERN } from '../../shared/contract/names.ts';
import { type CliContext, say } from './cli-context.ts';
import { WrongUsage } from './cli-error.ts';

/**
 * Reads a token: from a file, from a pipe, or asked for without showing it. From now on no message shows it.
 * @throws WrongUsage when there is none, or it can't be one. The message never quotes it.
 */
export async function readToken(context: CliContext, tokenFile?: string): Promise<string> {
  const token = (await readSource(context, tokenFile)).replace(/^\uFEFF/, '').trim();
  if (!token) throw new WrongUsage('There was no token: the input is empty.');
  context.secrets.add(token);
  if (!TOKEN_PATTERN.test(token)) throw new WrongUsage(`This is no token: ${TOKEN_FORM} are expected.`);
  if (!USUAL_TOKEN_PATTERN.test(token))
    say(context, 'Warning: tokens of sevdesk have 32 characters of 0-9 and a-f. This one does not.');
  return token;
}

function readSource(context: CliContext, tokenFile: string | undefined): Promise<string> {
  if (tokenFile !== undefined) return readTokenFile(tokenFile);
  return context.stdin.isTTY ? askHidden(context) : text(context.stdin);
}

async function readTokenFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new WrongUsage(`The token file can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** Asks on the terminal; what is typed goes to an output that swallows it. */
function askHidden({ stdin, stderr }: CliContext): Promise<string> {
  const swallow = new Writable({ write: (_chunk, _encoding, done) => done() });
  stderr.write('Token of sevdesk (Settings > Users > API token; it is not shown): ');
  const terminal = createInterface({ input: stdin, output: swallow, terminal: true });
  return new Promise<string>((resolve, reject) => {
    terminal.once('line', resolve);
    terminal.once('SIGINT', () => terminal.close());
    terminal.once('close', () => reject(new WrongUsage('No token was given; nothing was changed.')));
  }).finally(() => {
    terminal.close();
    stderr.write('\n');
  });
}
