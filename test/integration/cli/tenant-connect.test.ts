import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aTenant } from '../../support/builders.ts';
import { parked } from '../../unit/operations/tenant-world.ts';
import { type LocalStage, startLocalStage } from './local-stage.ts';
import { startSevdesk } from './sevdesk-server.ts';

const token = (letter: string) => letter.repeat(32);
const WRONG = token('f');

let stage: LocalStage;
let sevdesk: Awaited<ReturnType<typeof startSevdesk>>;
beforeAll(async () => {
  stage = await startLocalStage();
  sevdesk = await startSevdesk({ [token('a')]: '1', [token('b')]: '2', [token('c')]: '3', [token('d')]: '3' });
});
afterAll(async () => {
  sevdesk.close();
  await stage.close();
});

async function give(name: 'connect' | 'rotate', tenantId: string, stdin: string, url = sevdesk.url) {
  const { run, written } = stage.world({ stdin });
  const exitCode = await run('tenant', name, tenantId, '--sevdesk-url', url);
  return { exitCode, ...written };
}

describe('tenant connect', () => {
  it('stores a token that works, takes it up, and shows it nowhere', async () => {
    const { exitCode, out, err } = await give('connect', 'acme', `${token('a')}\n`);
    expect(exitCode).toBe(0);
    const stored = await stage.tokens.read('acme');
    expect(stored).toMatchObject({ kind: 'token', token: token('a') });
    expect(await stage.tenants.get('acme')).toMatchObject({
      state: 'baseline',
      sevClientId: '1',
      secretVersion: stored.kind === 'token' && stored.version,
    });
    expect(out).toContain('sevdesk account 1, bookkeeping version 2.0');
    expect(out).toContain('It is baseline, and polled at the next tick.');
    expect(err).toContain('dies with that user');
    expect(out + err).not.toContain(token('a'));
  });

  it('stores nothing when sevdesk is out of reach', async () => {
    const { exitCode, err } = await give('connect', 'unreached', token('a'), 'http://127.0.0.1:1/api/v1');
    expect(exitCode).toBe(1);
    expect(err).toContain('The token could not be tested: sevdesk could not be reached');
    expect(await stage.tokens.read('unreached')).toEqual({ kind: 'missing' });
  });

  it('refuses a second tenant of the same account, and names the first', async () => {
    await give('connect', 'first', token('c'));
    const { exitCode, err } = await give('connect', 'second', token('d'));
    expect(exitCode).toBe(1);
    expect(err).toContain('the sevdesk account 3, which is that of tenant first already. One tenant per account.');
    expect(await stage.tokens.read('second')).toEqual({ kind: 'missing' });
    expect(await stage.tenants.get('second')).toBeUndefined();
  });
});

describe('tenant rotate', () => {
  it('keeps the token that works when the new one is refused, or opens another account', async () => {
    await give('connect', 'keeper', token('b'));
    const before = await stage.tenants.get('keeper');
    const refused = await give('rotate', 'keeper', WRONG);
    const another = await give('rotate', 'keeper', token('a'));
    expect([refused.exitCode, another.exitCode]).toEqual([1, 1]);
    expect(refused.err).toContain('sevdesk does not accept this token (401)');
    expect(another.err).toContain('opens the sevdesk account 1, but tenant keeper is bound to 2');
    expect(another.err).toContain('a token that was stored before stays in use');
    expect(await stage.tokens.read('keeper')).toMatchObject({ token: token('b') });
    expect(await stage.tenants.get('keeper')).toEqual(before);
    expect(refused.out + refused.err).not.toContain(WRONG);
  });

  it('takes up the new token at once, and sends what waited', async () => {
    await give('connect', 'first', token('c'));
    await stage.tenants.change('first', (tenant) => ({ ...tenant, hasParked: true }));
    await stage.ledger.add(parked('waits', { tenantId: 'first' }));
    const { exitCode, out } = await give('rotate', 'first', token('d'));
    expect(exitCode).toBe(0);
    expect(out).toContain('Commands that waited and were sent again, in their order: 1.');
    expect((await stage.ledger.get('first', 'waits'))?.state).toBe('waiting');
    const stored = await stage.tokens.read('first');
    expect(stored).toMatchObject({ token: token('d') });
    expect((await stage.tenants.get('first'))?.secretVersion).toBe(stored.kind === 'token' && stored.version);
  });

  it('leaves a paused tenant paused', async () => {
    await stage.tenants.add(aTenant({ tenantId: 'asleep', state: 'paused', sevClientId: '1', dueAt: undefined }));
    await stage.accounts.release('1', 'acme');
    const { exitCode, out } = await give('rotate', 'asleep', token('a'));
    expect([exitCode, (await stage.tenants.get('asleep'))?.state]).toEqual([0, 'paused']);
    expect(out).toContain('It stays paused: the token is taken up within minutes after tenant resume asleep.');
  });

  it('needs a tenant that is there', async () => {
    const { exitCode, err } = await give('rotate', 'nobody', token('a'));
    expect([exitCode, err]).toEqual([1, expect.stringContaining('There is no tenant nobody')]);
  });
});
