import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../../infra/cli/program.ts';
import { readStartOptions } from '../../../infra/local/runtime/start-options.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { allDocuments, PROJECT } from '../../documents/documents.ts';
import {
  type Mention,
  mentionedCommands,
  mentionedScripts,
  mentionedStarts,
} from '../../documents/mentioned-commands.ts';
import { cliWorld } from '../cli/cli-world.ts';

const groups = createProgram(cliWorld().context).commands.map((command) => command.name());
const textOf = (path: string) => readFileSync(join(PROJECT, path), 'utf8');

/** What a sentence may leave out, and what stands for something there. */
const INCOMPLETE = [
  'commander.missingArgument',
  'commander.optionMissingArgument',
  'commander.help',
  'commander.missingMandatoryOptionValue',
];
const PLACEHOLDER = /[<…]/;

/** Whether the tool takes this line; nothing is done. */
async function problemOf({ words, from }: Mention): Promise<string | undefined> {
  const { context, written } = cliWorld();
  const program = withoutActions(createProgram(context));
  try {
    await program.parseAsync([...words], { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const open = words.some((word) => PLACEHOLDER.test(word))
      ? [...INCOMPLETE, 'commander.invalidArgument']
      : INCOMPLETE;
    if (error.exitCode === 0 || (from === 'code' && open.includes(error.code))) return undefined;
    return `${words.join(' ')}: ${written.err}`;
  }
}

function withoutActions(command: Command): Command {
  if (command.commands.length === 0) command.action(() => undefined);
  for (const one of command.commands) withoutActions(one);
  return command;
}

describe.each(allDocuments())('what %s tells to type', (path) => {
  it('is a command of the tool', async () => {
    for (const mention of mentionedCommands(textOf(path), groups)) {
      expect(await problemOf(mention), `line ${mention.line}`).toBeUndefined();
    }
  });

  it('is an option of npm start', () => {
    for (const words of mentionedStarts(textOf(path))) expect(() => readStartOptions(words)).not.toThrow();
  });

  it('is a script of this project', () => {
    const unknown = mentionedScripts(textOf(path)).filter(({ name }) => !(name in packageJson.scripts));
    expect(unknown).toEqual([]);
  });
});

describe('calls of the tool', () => {
  const calls = (markdown: string) =>
    mentionedCommands(markdown, ['tenant', 'status']).map(({ words }) => words.join(' '));
  const sh = (...lines: string[]) => ['```sh', ...lines, '```'].join('\n');

  it.each([
    ['a line', sh('sevdesk-relay --stage prod status'), ['--stage prod status']],
    ['npx', sh('npx sevdesk-relay --stage prod status'), ['--stage prod status']],
    ['a checkout', sh('npm run -s relay -- status'), ['status']],
    ['a pipe', sh('sevdesk-relay tail --json | npx node watch.ts'), ['tail --json']],
    ['both sides of a pipe', sh('echo x | sevdesk-relay a > b', 'x=$(sevdesk-relay b)'), ['a', 'b']],
    ['a comment behind it', sh('sevdesk-relay a   # once'), ['a']],
    ['several lines', sh('sevdesk-relay a \\', '  --b'), ['a --b']],
    ['words in quotes', sh(`sevdesk-relay a --b 'c d'`), ['a --b c d']],
    [
      'code in a sentence',
      'See `sevdesk-relay status` or `tenant list --state x`.',
      ['status', 'tenant list --state x'],
    ],
  ])('are found in %s', (_where, markdown, found) => {
    expect(calls(markdown)).toEqual(found);
  });

  it.each([
    ['a path', sh('cd sevdesk-relay/docs', 'git clone https://example.com/sevdesk-relay && ls')],
    [
      'names',
      'The package `sevdesk-relay`, the field `tenant`, the event `tenant.connected`, `sevdesk-relay-prod status`',
    ],
  ])('are not found in %s', (_where, markdown) => {
    expect(calls(markdown)).toEqual([]);
  });

  it.each([
    ['stauts acme', "unknown command 'stauts'"],
    ['tenant list --stat x', "unknown option '--stat'"],
    ['command show', 'missing required argument'],
  ])('%s is refused', async (line, message) => {
    expect(await problemOf({ line: 1, words: line.split(' '), from: 'block' })).toContain(message);
  });
});
