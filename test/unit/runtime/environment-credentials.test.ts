import { afterEach, expect, it, vi } from 'vitest';
import { defaultProvider } from '../../../shared/lambda/environment-credentials.ts';

afterEach(() => vi.unstubAllEnvs());

it('takes the credentials that Lambda gives the function', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIA1');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'session');
  expect(await defaultProvider()()).toEqual({
    accessKeyId: 'ASIA1',
    secretAccessKey: 'secret',
    sessionToken: 'session',
  });
});

it('says what is missing', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', '');
  await expect(defaultProvider()()).rejects.toThrow('AWS_ACCESS_KEY_ID');
});
