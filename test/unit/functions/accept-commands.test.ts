import { expect, it } from 'vitest';
import { acceptCommand, NO_TENANT } from '../../../functions/accept-commands/accept-commands.ts';
import { readCommand, tenantOfGroup } from '../../../functions/execute-command/read-command.ts';
import { anInvoiceCommand } from '../../support/builders.ts';
import { silentLog } from '../../support/silent-log.ts';

/** Accepts a body, and answers what was sent on. */
async function accepted(body: string) {
  const sent: { readonly group: string; readonly body: string }[] = [];
  const log = silentLog();
  const forward = async (message: { readonly group: string; readonly body: string }) => {
    sent.push(message);
    return 'm1';
  };
  expect(await acceptCommand({ forward, log }, body)).toEqual({ kind: 'done' });
  return { sent, lines: log.lines };
}

it('forwards a command as it is, in the group of its tenant', async () => {
  const body = ` ${JSON.stringify(anInvoiceCommand(), null, 1)}`;
  const { sent } = await accepted(body);
  expect(sent).toEqual([{ group: 'acme', body }]);
  expect(readCommand(sent[0] as { group: string; body: string })).toHaveProperty('command');
});

it.each([
  ['no JSON', 'deal 7 is won'],
  ['text', '"deal 7 is won"'],
  ['null', 'null'],
  ['a list', '[{"tenantId":"acme"}]'],
  ['nothing', '{}'],
  ['a tenant that a value brought in', '{"commandId":"deal-1","tenantId":"acme","tenantId":"beta"}'],
  ['a tenant that is null', '{"tenantId":null}'],
  ['a tenant that is a number', '{"tenantId":7}'],
  ['an id that no tenant can have', '{"tenantId":"a/../b"}'],
  ['another field that the rule left empty', JSON.stringify({ ...anInvoiceCommand(), tenantId: '' })],
])('forwards %s for the writer to refuse, in a group that is no tenant', async (_what, body) => {
  const { sent } = await accepted(body);
  expect(sent).toEqual([{ group: NO_TENANT, body }]);
  expect(readCommand({ group: NO_TENANT, body })).toMatchObject({ failure: { reason: 'invalid_command' } });
});

it('has a group for them that SQS allows and no tenant can have', () => {
  expect(NO_TENANT).toMatch(/^[!-~]{1,128}$/);
  expect(tenantOfGroup(NO_TENANT)).toBeUndefined();
});

it('throws what SQS throws, so that the message is delivered again', async () => {
  const forward = () => Promise.reject(new Error('SQS is down'));
  await expect(acceptCommand({ forward, log: silentLog() }, '{}')).rejects.toThrow('SQS is down');
});

it('logs the group and nothing of the body', async () => {
  const { lines } = await accepted(JSON.stringify({ tenantId: 'acme', data: { name: 'Geheim GmbH' } }));
  expect(lines).toEqual(['A message was forwarded to the command queue {"group":"acme","forwardedAs":"m1"}']);
});
