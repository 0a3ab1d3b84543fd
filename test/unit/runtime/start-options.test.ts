import { CommanderError } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readStartOptions } from '../../../infra/local/runtime/start-options.ts';

let told = '';
beforeEach(() => {
  told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += text;
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

it('has defaults for everything', () => {
  expect(readStartOptions([])).toEqual({ port: 4566, tick: 5, app: [], readOnly: false, verbose: false });
});

it('takes all options', () => {
  const args = ['--port', '0', '--sevdesk-url', 'https://my.sevdesk.de/api/v1/', '--read-only', '--tick', '1'];
  expect(readStartOptions([...args, '--data', 'kept', '--verbose', '--app', 'a/cdk.out', '--app', 'b'])).toEqual({
    port: 0,
    sevdeskUrl: 'https://my.sevdesk.de/api/v1',
    readOnly: true,
    tick: 1,
    data: 'kept',
    app: ['a/cdk.out', 'b'],
    verbose: true,
  });
});

it.each([
  [['--port', '65536'], 'a whole number from 0 to 65535'],
  [['--port', '-1'], 'a whole number from 0 to 65535'],
  [['--port', 'http'], 'a whole number from 0 to 65535'],
  [['--tick', '0'], 'a whole number from 1 to 86400'],
  [['--tick', '1.5'], 'a whole number from 1 to 86400'],
  [['--sevdesk-url', 'my.sevdesk.de'], 'an http or https address'],
  [['--sevdesk-url', 'ftp://my.sevdesk.de'], 'an http or https address'],
  [['--sevdesk-url', 'https://user:secret@my.sevdesk.de'], 'without user'],
  [['--tik', '5'], "unknown option '--tik'"],
  [['--data'], 'argument missing'],
  [['4566'], 'too many arguments'],
])('refuses %j and says what is allowed', (args, message) => {
  expect(() => readStartOptions(args)).toThrow(CommanderError);
  expect(told).toContain(message);
});
