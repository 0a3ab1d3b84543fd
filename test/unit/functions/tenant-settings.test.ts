import { describe, expect, it } from 'vitest';
import type { TenantSettings } from '../../../shared/domain/tenant-settings.ts';
import { anInvoiceCommand, aTenant, invoiceData } from '../../support/builders.ts';
import { commandWorld, SAVE, saved } from '../../support/command-world.ts';

const at = (taxRate: string, fields = {}) =>
  anInvoiceCommand({
    data: invoiceData({ positions: [{ name: 'x', quantity: '1', price: '1', taxRate }], ...fields }),
  });

async function sent(command: ReturnType<typeof at>, settings: TenantSettings) {
  const world = commandWorld({ [SAVE]: saved }, aTenant({ settings }));
  await world.deliver(command);
  const body = world.sevdesk.calls.find(({ method }) => method === 'POST')?.body as { invoice: unknown } | undefined;
  return { invoice: body?.invoice, told: world.events.at(-1) };
}

describe('what a tenant is set to', () => {
  it.each<readonly [string, TenantSettings, ReturnType<typeof at>, object]>([
    ['nothing', {}, at('19'), { taxRule: { id: '1' }, contactPerson: { id: '7' } }],
    ['a small business', { smallBusiness: true }, at('0'), { taxRule: { id: '11' }, smallSettlement: true }],
    ['a default tax rule', { taxRule: '17' }, at('0'), { taxRule: { id: '17' } }],
    ['a default that the document overrides', { taxRule: '17' }, at('19', { taxRule: '1' }), { taxRule: { id: '1' } }],
    [
      'a small business, and the document is none of it',
      { smallBusiness: true },
      at('19', { smallBusiness: false }),
      { taxRule: { id: '1' }, smallSettlement: false },
    ],
    ['Austria, whose rates sevdesk knows', { country: 'AT' }, at('20'), { taxRule: { id: '1' } }],
    ['a contact person', { contactPersonId: '77' }, at('19'), { contactPerson: { id: '77' } }],
  ])('makes its invoices: %s', async (_name, settings, command, fields) => {
    const { invoice } = await sent(command, settings);
    expect(invoice).toMatchObject(fields);
  });

  it.each<readonly [string, TenantSettings, ReturnType<typeof at>, RegExp]>([
    ['the Austrian rate of a German tenant', {}, at('20'), /data\.positions\.0\.taxRate: "20" is not allowed/],
    ['tax of a small business', { smallBusiness: true }, at('19'), /"19" is not allowed by tax rule 11/],
    [
      'the rule of small businesses for another one',
      {},
      at('0', { taxRule: '11' }),
      /data\.taxRule: "11" is not allowed/,
    ],
  ])('refuses %s before any call', async (_name, settings, command, message) => {
    const { invoice, told } = await sent(command, settings);
    expect(invoice).toBeUndefined();
    expect(told).toMatchObject({ data: { reason: 'invalid_command', message: expect.stringMatching(message) } });
  });
});

describe('an account with bookkeeping system 1.0', () => {
  const version = { 'GET Tools/bookkeepingSystemVersion': { objects: { version: '1.0' } } };

  it('is not written to', async () => {
    const world = commandWorld({ ...version, [SAVE]: saved });
    await world.deliver();
    expect(world.events).toMatchObject([
      { type: 'command.failed', data: { reason: 'unsupported', message: expect.stringContaining('1.0') } },
    ]);
    expect(world.writes()).toBe(0);
  });

  it('is read', async () => {
    const pdf = { filename: 'RE.pdf', mimetype: 'application/pdf', base64Encoded: true, content: btoa('%PDF-1.7') };
    const world = commandWorld({ ...version, 'GET Invoice/4711/getPdf': { objects: pdf } });
    world.dependencies.files = () => ({ store: async () => 's3://bucket/file' }) as never;
    await world.deliver({
      commandId: 'c1',
      tenantId: 'acme',
      type: 'document.fetch',
      version: 1,
      data: { resource: 'Invoice', record: { id: '4711' } },
    });
    expect(world.events).toMatchObject([{ type: 'command.succeeded' }]);
  });
});
