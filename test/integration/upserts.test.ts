import { beforeEach, describe, expect, it } from 'vitest';
import { executeCommand } from '../../functions/execute-command/execute-command.ts';
import type { CommandData } from '../../shared/contract/command.ts';
import { sevdeskClient } from '../../shared/sevdesk/client.ts';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { commandWorld } from '../support/command-world.ts';
import { silentLog } from '../support/silent-log.ts';

let rig: SandboxRig;
let relay: ReturnType<typeof commandWorld>;
let sent = 0;
beforeEach(async () => {
  rig = await startSandboxRig();
  relay = commandWorld({});
  return () => rig.close();
});

/** Carries a command out in the sandbox, and answers what it says of it. */
async function push<T extends 'contact.upsert' | 'part.upsert'>(type: T, data: CommandData<T>) {
  sent += 1;
  const connect = (_token: string, spend: () => Promise<void>) =>
    sevdeskClient({ baseUrl: rig.sandbox.url, token: rig.token, spend, log: silentLog() });
  await executeCommand(
    { ...relay.dependencies, connect },
    {
      messageId: `m${sent}`,
      body: JSON.stringify({ commandId: `push-${sent}`, tenantId: 'acme', type, version: 1, data }),
      group: 'acme',
      sentAtMs: relay.state.nowMs,
      receives: 1,
      deadlineMs: relay.state.nowMs + 120_000,
    },
  );
  return relay.events.at(-1);
}

async function records(model: string) {
  return rig.control.records(rig.token, model);
}

async function writes(): Promise<number> {
  return (await rig.control.requests({ token: rig.token })).filter(({ method }) => method !== 'GET').length;
}

const customer = {
  externalId: 'shop-1',
  firstName: 'Anna',
  lastName: 'Muster',
  email: 'anna@example.com',
  phone: '+49 30 1',
  address: { street: 'Ring 1', zip: '01067', city: 'Dresden', country: 'DE' },
} as const;

describe('a customer that is pushed', () => {
  it('is a person of its own number, with billing address and main e-mail address and phone number', async () => {
    const told = await push('contact.upsert', customer);
    const [, contact] = await records('Contact');
    expect(contact).toMatchObject({ surename: 'Anna', familyname: 'Muster', name: null, status: '1000' });
    const result = { recordId: contact?.id, customerNumber: contact?.customerNumber, created: true };
    expect(told).toMatchObject({ type: 'command.succeeded', data: { result } });
    expect(await records('ContactAddress')).toMatchObject([{ zip: '01067', category: { id: '47' } }]);
    expect(await records('CommunicationWay')).toMatchObject([
      { type: 'EMAIL', value: 'anna@example.com', main: '1', key: { id: '2' } },
      { type: 'PHONE', value: '+49 30 1', main: '1' },
    ]);
  });

  it('is changed by the next push, and nothing of it is created again', async () => {
    await push('contact.upsert', customer);
    const address = { ...customer.address, street: 'Ring 2' };
    await push('contact.upsert', { externalId: 'shop-1', lastName: 'Neu', email: 'neu@example.com', address });
    expect(await records('Contact')).toMatchObject([{}, { surename: 'Anna', familyname: 'Neu' }]);
    expect(await records('ContactAddress')).toMatchObject([{ street: 'Ring 2', zip: '01067' }]);
    expect(await records('CommunicationWay')).toMatchObject([{ value: 'neu@example.com' }, { value: '+49 30 1' }]);
  });

  it('costs no write when nothing of it differs', async () => {
    await push('contact.upsert', customer);
    const before = await writes();
    expect(await push('contact.upsert', customer)).toMatchObject({ data: { result: { created: false } } });
    expect(await writes()).toBe(before);
  });

  it('is created again when somebody deleted it in sevdesk', async () => {
    const { email: _, phone: __, address: ___, ...nameOnly } = customer;
    await push('contact.upsert', nameOnly);
    const [, contact] = await records('Contact');
    await rig.control.deleteRecord(rig.token, 'Contact', contact?.id ?? '');
    expect(await push('contact.upsert', nameOnly)).toMatchObject({ data: { result: { created: true } } });
  });

  it('does not get a number that another contact has', async () => {
    await rig.control.createContact(rig.token, { surename: 'Eva', familyname: 'Erste', customerNumber: 'K-1' });
    const told = await push('contact.upsert', { name: 'Zweite GmbH', customerNumber: 'K-1' });
    expect(told).toMatchObject({ type: 'command.failed', data: { reason: 'invalid_command' } });
    expect(await records('Contact')).toHaveLength(2);
  });
});

describe('a product that is pushed', () => {
  const bread = { partNumber: 'A-1', name: 'Brot', price: '4.20', taxRate: '7' } as const;

  it('is created with its gross price, then changed under its number', async () => {
    await push('part.upsert', bread);
    await push('part.upsert', { ...bread, price: '5', unit: 'UNITY_KILOGRAM' });
    const parts = await records('Part');
    expect(parts).toMatchObject([{ partNumber: 'A-1', priceNet: '5', priceGross: '5.35', taxRate: '7', stock: '0' }]);
  });

  it('costs no write when nothing of it differs', async () => {
    await push('part.upsert', bread);
    const before = await writes();
    await push('part.upsert', bread);
    expect(await writes()).toBe(before);
  });
});
