import { afterEach, describe, expect, it, vi } from 'vitest';
import { readEnvironment } from '../../../shared/lambda/environment.ts';
import { hideFromLogs, redact } from '../../../shared/lambda/redaction.ts';

afterEach(() => vi.unstubAllEnvs());

describe('the environment of a function', () => {
  it('is read, and names what the stack did not set', () => {
    vi.stubEnv('STAGE', 'test');
    const environment = readEnvironment<{ STAGE: string; BUS_NAME: string }>();
    expect(environment.STAGE).toBe('test');
    expect(() => environment.BUS_NAME).toThrow('The stack did not set BUS_NAME');
  });
});

describe('redaction', () => {
  const token = 'f00dfeedf00dfeedf00dfeedf00dfeed';
  it.each([
    ['in clear', `GET failed with ${token}`],
    ['base64', Buffer.from(token).toString('base64')],
    ['inside JSON', JSON.stringify({ headers: { authorization: token } })],
  ])('hides a token that was read, %s', (_name, text) => {
    hideFromLogs(token);
    expect(redact(text)).toContain('[token]');
    expect(redact(text)).not.toContain(token);
  });

  it('leaves event ids alone', () => {
    expect(redact('evt_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAA')).toBe('evt_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAA');
  });
});
