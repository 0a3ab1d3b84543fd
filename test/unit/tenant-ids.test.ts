import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { readCommand, tenantOfGroup } from '../../functions/execute-command/read-command.ts';
import { requestedTenant } from '../../functions/poll-tenant/requested-tenant.ts';
import { uploadKey } from '../../shared/contract/commands/voucher.ts';
import { connectTenantRequest } from '../../shared/contract/connect-tenant.ts';
import { anInvoiceCommand } from '../support/builders.ts';
import { ALLOWED_TENANT_IDS, ODD_TENANT_IDS } from '../support/odd-tenant-ids.ts';
import { cliWorld } from './cli/cli-world.ts';

/** A tenant may begin with a hyphen here: what is behind `--` is no option. */
const of = (tenantId: string, ...behind: string[]) => ['--', tenantId, ...behind];

/** Every command of the tool that acts for one tenant. */
const COMMANDS: Readonly<Record<string, (tenantId: string) => readonly string[]>> = {
  'tenant show': of,
  'tenant connect': (id) => ['--sevdesk-url', 'http://127.0.0.1:1', ...of(id)],
  'tenant rotate': (id) => ['--sevdesk-url', 'http://127.0.0.1:1', ...of(id)],
  'tenant pause': of,
  'tenant resume': of,
  'tenant disconnect': of,
  'tenant remove': (id) => ['--purge', '--yes', ...of(id)],
  'tenant settings': (id) => ['--small-business', 'yes', ...of(id)],
  'tenant intervals': (id) => of(id, 'Invoice=60'),
  poll: of,
  snapshot: of,
  'confirm-deletions': (id) => ['--yes', ...of(id)],
  commands: of,
  'command show': (id) => of(id, 'c1'),
  'dead-letters redrive': (id) => ['--all', ...of(id)],
  'file upload': (id) => of(id, '/none.pdf'),
  status: of,
  tail: (id) => [`--tenant=${id}`],
};
const TOKEN = 'f'.repeat(32);

describe('what is no tenant id', () => {
  it.each(ODD_TENANT_IDS)('is refused by every command of the tool, which asks nobody: %s', async (_what, tenantId) => {
    for (const [command, behind] of Object.entries(COMMANDS)) {
      const { run, written } = cliWorld({ stdin: TOKEN, env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } });
      const exitCode = await run('--stage', 'local', ...command.split(' '), ...behind(tenantId));
      expect([command, exitCode, written.err]).toEqual([command, 2, expect.stringContaining('1 to 63 characters')]);
      expect(written.err.length).toBeLessThan(400);
    }
  });

  it.each(ODD_TENANT_IDS)('is refused in a command, a request for a poll and an onboarding: %s', (_what, tenantId) => {
    const body = JSON.stringify(anInvoiceCommand({ tenantId }));
    const reading = readCommand({ body, group: tenantId });
    expect(reading).toMatchObject({ failure: { reason: 'invalid_command' } });
    expect(tenantOfGroup(tenantId)).toBeUndefined();
    expect(() => requestedTenant(JSON.stringify({ tenantId }))).toThrow();
    expect(v.is(connectTenantRequest, { tenantId, token: TOKEN })).toBe(false);
  });

  it.each([7, null, true, ['acme'], { toString: 'acme' }, undefined])('is not text: %j', (tenantId) => {
    expect(readCommand({ body: JSON.stringify({ ...anInvoiceCommand(), tenantId }), group: 'acme' })).toHaveProperty(
      'failure',
    );
    expect(() => requestedTenant(JSON.stringify({ tenantId }))).toThrow();
  });
});

describe('what is one', () => {
  it.each(ALLOWED_TENANT_IDS)('%s', (tenantId) => {
    const command = anInvoiceCommand({ tenantId });
    expect(readCommand({ body: JSON.stringify(command), group: tenantId })).toEqual({ command });
    expect(requestedTenant(JSON.stringify({ tenantId }))).toBe(tenantId);
  });

  it('does not stand for another: a command in the group of a second tenant is refused', () => {
    const body = JSON.stringify(anInvoiceCommand({ tenantId: 'acme' }));
    expect(readCommand({ body, group: 'beta' })).toHaveProperty('failure.message', expect.stringContaining('tenantId'));
  });
});

describe("the key of a tenant's file", () => {
  it.each([
    '../beta/x.pdf',
    '..',
    'a/../../beta/x.pdf',
    './x.pdf',
    'a/./x.pdf',
    'a%2F..%2Fx',
    'x\\y',
    '\u0430.pdf',
    '',
  ])('never leaves its prefix: %j', (key) => expect(v.is(uploadKey, key)).toBe(false));
});
