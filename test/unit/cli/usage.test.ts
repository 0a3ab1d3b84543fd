import { describe, expect, it } from 'vitest';
import { explainError } from '../../../infra/cli/explain-error.ts';
import { nodeProblem } from '../../../infra/cli/node-version.ts';
import { painter } from '../../../infra/cli/paint.ts';
import { showDuration, showDurationInTwo } from '../../../infra/cli/show-time.ts';
import { cliWorld } from './cli-world.ts';

const SECRET = 'f00dfeedf00dfeedf00dfeedf00dfeed';
const intervals = ['--stage', 'local', 'tenant', 'intervals', 'acme'];
const letters = ['--stage', 'local', 'dead-letters'];
const connect = ['--stage', 'local', 'tenant', 'connect'];

describe('a wrong command line ends with 2 and one line that says what is allowed', () => {
  it.each<[string, string[], string]>([
    ['no stage', ['status'], 'Add --stage <stage>'],
    ['a stage that is not allowed', ['status', '--stage', 'Prod'], 'a lower-case letter'],
    ['an unknown option', ['status', '--stag', 'x'], "unknown option '--stag'"],
    ['an unknown command', ['stauts'], "unknown command 'stauts'"],
    ['a tenant id that is not allowed', ['--stage', 'local', 'status', 'a/b'], '1 to 63 characters'],
    ['a tenant behind --watch', ['--stage', 'local', 'status', '--watch', 'acme'], 'status acme --watch 10'],
    ['a watch without a pause', ['--stage', 'local', 'status', '--watch', '0'], 'whole seconds from 1'],
    ['no tenant id', connect, "missing required argument 'tenantId'"],
    ['a token as an argument', [...connect, 'acme', SECRET], 'never an argument'],
    ['a token as an option', [...connect, 'acme', '--token', SECRET], 'never an argument'],
    ['a token glued to an option', [...connect, 'acme', `--token=${SECRET}`], 'never an argument'],
    ['a token in place of a command', ['tenant', SECRET], "unknown command '[token]'"],
    [
      'another address of sevdesk',
      ['--stage', 'prod', 'tenant', 'connect', 'acme', '--sevdesk-url', 'http://x'],
      'is for --stage local only',
    ],
    ['a token in a mistyped option', [...connect, 'acme', `--tokn=${SECRET}`], "unknown option '--tokn'"],
    ['a token behind a short option', [...connect, 'acme', `-t${SECRET}`], "unknown option '-t'"],
    ['a token after another command', ['--stage', 'local', 'status', 'acme', SECRET], 'too many arguments'],
    ['local without sevdesk', [...connect, 'acme'], 'needs --sevdesk-url'],
    ['sevdesk without http', [...connect, 'acme', '--sevdesk-url', 'ftp://x'], 'must be an address'],
    [
      'another sevdesk on AWS',
      ['--stage', 'dev', 'tenant', 'connect', 'a', '--sevdesk-url', 'http://x'],
      'for --stage local only',
    ],
    ['an unknown event type', ['--stage', 'local', 'tail', '--type', 'x.y'], 'Types are for example invoice.paid'],
    ['a count that is no number', ['--stage', 'local', 'tail', '--count', '-1'], 'whole number from 1'],
    [
      'a resource that is not there',
      ['--stage', 'local', 'poll', 'acme', '--resource', 'Invoices'],
      'Resources are Contact, ContactAddress',
    ],
    ['an interval without a resource', [...intervals, '900'], 'Resource=seconds or Resource=default'],
    ['an interval of an unknown resource', [...intervals, 'Invoices=900'], 'Resources are Contact, ContactAddress'],
    [
      'an interval that is too short',
      [...intervals, 'Invoice=59'],
      'Invoice: an interval is 60 to 86400 whole seconds',
    ],
    ['an interval that is too long', [...intervals, 'Invoice=86401'], '60 to 86400'],
    ['an interval that is no number', [...intervals, 'Invoice=5m'], '60 to 86400'],
    [
      'a bucket that can be none',
      ['--stage', 'local', 'snapshot', 'acme', '--records-bucket', 's3://records'],
      'the name of an S3 bucket, or its ARN',
    ],
    [
      'a length of time without a unit',
      [...letters, 'list', '--older-than', '2'],
      'a whole number with s, min, h or d',
    ],
    ['a reason that there is not', [...letters, 'list', '--reason', 'bad'], 'Allowed choices are invalid_command'],
    [
      'a state that there is not',
      ['--stage', 'local', 'commands', 'acme', '--state', 'x'],
      'Allowed choices are waiting',
    ],
    ['a redrive of nothing', [...letters, 'redrive', 'acme'], 'Which ones? Name the commands'],
    ['a redrive of some and of all', [...letters, 'redrive', 'acme', 'c1', '--all'], 'Which ones? Name the commands'],
    ['a group that SQS does not allow', [...letters, 'show', 'a b', 'c1'], 'no tenant and no message group'],
    ['a file that is not there', ['--stage', 'local', 'command', 'send', '/none'], 'ENOENT'],
  ])('%s', async (_what, args, message) => {
    const { run, written } = cliWorld({ stdin: SECRET });
    expect(await run(...args)).toBe(2);
    expect(written.err).toContain(message);
    expect(written.err).toMatch(/^sevdesk-relay: /m);
    expect(written.err).not.toContain(SECRET);
    expect(written.err).not.toMatch(/^ {4}at /m);
    expect(written.out).toBe('');
  });

  it('shows a stack when DEBUG is set', async () => {
    const { run, written } = cliWorld({ env: { DEBUG: '1' } });
    await run('status');
    expect(written.err).toMatch(/^ {4}at /m);
  });
});

describe('help and version', () => {
  it.each([
    ['poll', '--resource Invoice --everything'],
    ['confirm-deletions', '--yes'],
    ['snapshot', '--resource Contact'],
    ['tenant', 'intervals', 'Invoice=60'],
    ['dead-letters', 'redrive', '--dry-run'],
    ['commands', '--state waiting'],
  ])('%s %s shows an example', async (...words) => {
    const { run, written } = cliWorld();
    const example = words.pop() ?? '';
    expect(await run(...words, '--help')).toBe(0);
    expect(written.out).toMatch(
      new RegExp(`For example: sevdesk-relay --stage prod ${words.join(' ')} acme.*${example}`),
    );
  });

  it.each([['--help'], ['status', '--help'], ['command', 'send', '--help'], ['--version']])(
    '%s %s ends with 0',
    async (...args) => {
      const { run, written } = cliWorld();
      expect(await run(...args)).toBe(0);
      expect(written.out).toMatch(/Usage: sevdesk-relay|^\d+\.\d+\.\d+/);
      expect(written.err).toBe('');
    },
  );
});

describe('errors in plain words', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', address: '127.0.0.1', port: 4566 });
  const named = (name: string) => Object.assign(new Error('original'), { name });

  it.each<[string, unknown, string]>([
    ['a refused connection', refused, 'Nothing answers at 127.0.0.1:4566. Is "npm start" running?'],
    ['several refused connections', new AggregateError([refused]), 'Is "npm start" running?'],
    ['no credentials', named('CredentialsProviderError'), 'No AWS credentials'],
    ['old credentials', named('ExpiredTokenException'), 'have expired'],
    ['wrong credentials', named('UnrecognizedClientException'), 'does not accept these credentials'],
    ['no permission', named('AccessDeniedException'), 'do not allow this'],
    ['no such stage', named('QueueDoesNotExist'), 'Is the stage deployed'],
    ['no region', new Error('Region is missing'), 'Add --region <region>'],
    ['anything else', new Error('first\nsecond'), 'first second'],
    ['no error', 'text', 'text'],
  ])('%s', (_what, error, text) => {
    expect(explainError(error)).toContain(text);
  });
});

it.each([
  ['18.20.2', true],
  ['20.20.2', false],
  ['24.21.0', false],
])('Node %s is too old: %s', (version, tooOld) => {
  expect(nodeProblem(version) !== undefined).toBe(tooOld);
});

it.each([
  [{ isTTY: true, env: {} }, '\u001b[31mx\u001b[39m'],
  [{ isTTY: true, env: { NO_COLOR: '1' } }, 'x'],
  [{ isTTY: false, env: {} }, 'x'],
])('paints for a terminal that wants it: %o', ({ isTTY, env }, painted) => {
  const stdout = Object.assign(cliWorld().context.stdout, { isTTY });
  expect(painter({ stdout, env })('red', 'x')).toBe(painted);
});

it.each([
  [-5, '0 s'],
  [59_000, '59 s'],
  [61_000, '1 min'],
  [7_200_000, '2 h'],
  [200_000_000, '2 d'],
])('shows %d ms as %s', (ms, text) => {
  expect(showDuration(ms)).toBe(text);
});

it.each([
  [-5, '0 s'],
  [59_000, '59 s'],
  [312_000, '5 min 12 s'],
  [300_000, '5 min'],
  [7_260_000, '2 h 1 min'],
  [7_203_000, '2 h'],
  [200_000_000, '2 d 7 h'],
])('shows %d ms in two units as %s', (ms, text) => {
  expect(showDurationInTwo(ms)).toBe(text);
});
