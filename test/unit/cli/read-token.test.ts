import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readToken } from '../../../infra/cli/read-token.ts';
import { cliWorld } from './cli-world.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relay-token-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a token', () => {
  it('is read from a pipe, without the line end', async () => {
    const { context, written } = cliWorld({ stdin: `${TOKEN}\r\n` });
    expect(await readToken(context)).toBe(TOKEN);
    expect(written).toEqual({ out: '', err: '' });
    expect(context.secrets).toContain(TOKEN);
  });

  it('is read from a file', async () => {
    const path = join(folder, 'token');
    await writeFile(path, `\uFEFF${TOKEN}\n`);
    expect(await readToken(cliWorld().context, path)).toBe(TOKEN);
  });

  it('is asked for on a terminal, and not shown', async () => {
    const { context, written, said } = cliWorld();
    const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    const reading = readToken({ ...context, stdin: keyboard });
    await said('Token of sevdesk');
    keyboard.write(`x\b${TOKEN}\r`);
    expect(await reading).toBe(TOKEN);
    expect(written.err).not.toContain('0123');
  });

  it('is not there after Ctrl-C', async () => {
    const { context, said } = cliWorld();
    const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    const reading = readToken({ ...context, stdin: keyboard });
    await said('Token of sevdesk');
    keyboard.write('012\u0003');
    await expect(reading).rejects.toThrow('No token was given');
  });

  it.each([
    ['nothing', ' \n', 'There was no token'],
    ['two words', 'geheim und-geheim', 'This is no token'],
    ['too short', 'geheim', 'This is no token'],
  ])('is refused unquoted when it is %s', async (_what, stdin, message) => {
    const error = await readToken(cliWorld({ stdin }).context).catch((reason: Error) => reason);
    expect(error).toMatchObject({ name: 'WrongUsage', message: expect.stringContaining(message) });
    expect(String(error)).not.toContain('geheim');
  });

  it('of another shape is taken with a warning that does not quote it', async () => {
    const { context, written } = cliWorld({ stdin: 'not-a-usual-token' });
    expect(await readToken(context)).toBe('not-a-usual-token');
    expect(written.err).toMatch(/^Warning: .*32 characters/);
    expect(written.err).not.toContain('not-a-usual-token');
  });

  it('in a file that is not there is wrong usage', async () => {
    await expect(readToken(cliWorld().context, join(folder, 'none'))).rejects.toThrow("can't be read (ENOENT)");
  });
});
