import { afterAll, beforeAll, expect, it } from 'vitest';
import { anInvoiceCommand, invoiceData } from '../support/builders.ts';
import { malformedCommands } from '../support/malformed-commands/malformed-commands.ts';
import { type RunningRelay, startRelay, tokenOf } from '../support/running-relay.ts';

const COUNT = 300;
/** Sent one after the other, since they are of one tenant; each takes some ten milliseconds. */
const TIMEOUT_MS = 180_000;
const acme = tokenOf('acme');
let relay: RunningRelay;

beforeAll(async () => {
  relay = await startRelay();
  await relay.sevdesk.createAccount({ token: acme });
  await relay.product.putSecret('acme', { token: acme });
  await relay.witness.see('baseline.completed', (event) => event.tenantid === 'acme');
});
afterAll(() => relay.stop());

it(`${COUNT} malformed commands end as dead letters that say why, sevdesk hears of none, and the writer goes on`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const commands = malformedCommands(COUNT);
  for (const { body, group } of commands) await relay.product.send(body, group);
  const contact = await relay.sevdesk.createContact(acme, { name: 'Kunde' });
  const data = invoiceData({ reference: 'after-all', contact: { id: String(contact.id) } });
  await relay.product.send(anInvoiceCommand({ commandId: 'after-all', data }));

  const isRefusal = (event: { readonly type: string }) => event.type === 'command.failed';
  const letters = new Map<string, number>();
  await expect
    .poll(
      async () => {
        for (const { Body = '' } of await relay.product.receiveDeadLetters())
          letters.set(Body, (letters.get(Body) ?? 0) + 1);
        return [...letters.values()].reduce((sum, times) => sum + times, 0);
      },
      { timeout: TIMEOUT_MS, interval: 10 },
    )
    .toBe(COUNT);
  await relay.witness.see('command.succeeded', (event) => event.correlationid === 'after-all');
  let refusals = 0;
  await relay.witness.see('command.failed', () => {
    refusals = relay.witness.count(isRefusal);
    return refusals >= COUNT;
  });
  expect(refusals).toBe(COUNT);
  // A body that leaves no room for its cause travels compressed, beside a note.
  for (const { body } of commands) expect(letters.has(body) || body.length > 1_000_000).toBe(true);
  const writes = (await relay.sevdesk.requests()).filter(({ method }) => method !== 'GET');
  expect(writes.map(({ path }) => path)).toEqual(['/Invoice/Factory/saveInvoice']);
});
