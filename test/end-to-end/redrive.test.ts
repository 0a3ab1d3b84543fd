import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anInvoiceCommand, invoiceData } from '../support/builders.ts';
import { type RunningRelay, startRelay, tokenOf } from '../support/running-relay.ts';
import { cliWorld } from '../unit/cli/cli-world.ts';

const SAVE = '/Invoice/Factory/saveInvoice';
const acme = tokenOf('acme');
let relay: RunningRelay;
let contactId: string;

beforeAll(async () => {
  relay = await startRelay();
  await relay.sevdesk.createAccount({ token: acme });
  contactId = String((await relay.sevdesk.createContact(acme, { name: 'Bäckerei Morgenrot GmbH' })).id);
  await relay.product.putSecret('acme', { token: acme });
  await relay.witness.see('baseline.completed', ({ tenantid }) => tenantid === 'acme');
});
afterAll(() => relay.stop());

async function tool(...args: string[]) {
  const { run, written } = cliWorld({ env: { AWS_ENDPOINT_URL: relay.account.url }, now: Date.now });
  const exitCode = await run('--stage', 'local', ...args);
  return { exitCode, ...written };
}
const redrive = (...args: string[]) => tool('dead-letters', 'redrive', 'acme', ...args);
const lettersOf = async (): Promise<string[]> =>
  JSON.parse((await tool('dead-letters', 'list', '--json')).out).map(({ id }: { id: string }) => id);

const send = (commandId: string, contact: string) =>
  relay.product.send(
    anInvoiceCommand({ commandId, data: invoiceData({ reference: commandId, contact: { id: contact } }) }),
  );
const answered = <T extends 'command.succeeded' | 'command.failed'>(type: T, commandId: string) =>
  relay.witness.see(type, ({ correlationid }) => correlationid === commandId);
const answers = (commandId: string) =>
  relay.witness.all().filter((event) => event.type.startsWith('command.') && event.correlationid === commandId);
const made = async () => (await relay.sevdesk.records(acme, 'Invoice')).map((row) => String(row.customerInternalNote));
const madeOf = async (reference: string) => (await made()).filter((note) => note === reference);
const calls = async () => (await relay.sevdesk.requests({ token: acme })).filter(({ path }) => path === SAVE).length;

/** The ledger has a failure before its report is complete: what is still being told can't be redriven yet. */
async function letter(commandId: string) {
  const { data } = await answered('command.failed', commandId);
  await expect.poll(() => redrive(commandId, '--dry-run')).toMatchObject({ exitCode: 0 });
  return data;
}

describe('a dead letter', () => {
  it('becomes exactly one invoice once its cause is mended, though it is redriven twice in a row', async () => {
    await send('poison', '777001');
    expect(await letter('poison')).toMatchObject({ reason: 'dependency_missing', sevdesk: { code: '151' } });
    expect(await lettersOf()).toEqual(['poison']);
    await relay.sevdesk.createContact(acme, { id: '777001', name: 'Später angelegt GmbH' });

    expect(await redrive('poison')).toMatchObject({ exitCode: 0, out: 'Redriven: poison (run 2)\n' });
    expect(await redrive('poison')).toMatchObject({
      exitCode: 0,
      err: expect.stringContaining('Not redriven: poison: it '),
    });
    const { data } = await answered('command.succeeded', 'poison');
    expect(await madeOf('poison')).toHaveLength(1);
    expect(await lettersOf()).toEqual([]);
    expect(new Set(answers('poison').map(({ id }) => id)).size).toBe(2);
    const { out } = await tool('commands', 'acme', '--json');
    expect(JSON.parse(out)).toMatchObject([
      { commandId: 'poison', run: 2, result: { recordId: data.result.recordId } },
    ]);
  });

  it('that fails again is told again, and is a dead letter again', async () => {
    await send('still-bad', '777002');
    await letter('still-bad');
    await redrive('still-bad');
    await expect
      .poll(() => redrive('still-bad', '--dry-run'))
      .toMatchObject({
        out: 'Would be redriven: still-bad (run 3)\n',
      });
    await relay.witness.see('command.failed', ({ id }) => id !== answers('still-bad')[0]?.id);
    expect(await lettersOf()).toEqual(['still-bad']);
    await tool('dead-letters', 'drop', 'acme', 'still-bad', '--yes');
    expect(await lettersOf()).toEqual([]);
  });

  it('among others keeps its place: commands of a tenant are redriven in the order in which they came', async () => {
    const ids = ['third', 'first', 'second'];
    for (const id of ids) await send(id, '777003');
    for (const id of ids) await letter(id);
    await relay.sevdesk.createContact(acme, { id: '777003', name: 'Auch später angelegt GmbH' });
    expect(await redrive('--all')).toMatchObject({ exitCode: 0 });
    for (const id of ids) await answered('command.succeeded', id);
    expect((await made()).filter((note) => ids.includes(note))).toEqual(ids);
  });

  it('whose outcome is unknown is looked for first: what its call had made is adopted', async () => {
    const foreign = await somebodyElsesInvoice('unclear');
    await relay.sevdesk.addFault({ token: acme, path: SAVE, kind: 'drop-after' });
    await send('unclear', contactId);
    expect(await letter('unclear')).toMatchObject({ reason: 'ambiguous' });
    await relay.sevdesk.deleteRecord(acme, 'Invoice', foreign);
    const before = await calls();
    expect((await redrive('--reason', 'ambiguous')).out).toBe('Redriven: unclear (run 2, looks into sevdesk first)\n');
    await answered('command.succeeded', 'unclear');
    expect(await madeOf('unclear')).toHaveLength(1);
    expect(await calls()).toBe(before);
  });

  it('whose outcome is unknown is written when looks find nothing', async () => {
    const foreign = await somebodyElsesInvoice('not-there');
    await relay.sevdesk.addFault({ token: acme, path: SAVE, kind: 'drop-before' });
    await send('not-there', contactId);
    expect(await letter('not-there')).toMatchObject({ reason: 'ambiguous' });
    await relay.sevdesk.deleteRecord(acme, 'Invoice', foreign);
    await redrive('not-there');
    await answered('command.succeeded', 'not-there');
    expect(await madeOf('not-there')).toHaveLength(1);
  });

  /** An invoice that carries a command's reference and is not what the command asks for. */
  async function somebodyElsesInvoice(reference: string): Promise<string> {
    const positions = [{ name: 'Something else', quantity: '1', price: '1.00', taxRate: '19' }];
    const contact = { id: contactId, objectName: 'Contact' };
    const fields = { contact, positions, customerInternalNote: reference };
    return String((await relay.sevdesk.createInvoice(acme, fields)).id);
  }
});
