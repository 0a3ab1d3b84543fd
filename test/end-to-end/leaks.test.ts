import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RelayEvent } from '../../shared/contract/event.ts';
import { relayNames } from '../../shared/contract/names.ts';
import { anInvoiceCommand, invoiceData } from '../support/builders.ts';
import { of } from '../support/operated-relay.ts';
import { connect, hearNothing, stray, TENANTS, tokens } from './leaks/connect-ways.ts';
import { type LeakyRelay, startLeakyRelay } from './leaks/leaky-relay.ts';
import { debugPage } from './leaks/mischief.ts';
import { brokenPayloads, misplacedArguments, misplacedRequests, shapelessSecrets } from './leaks/misplaced-tokens.ts';
import { FORMS, findTokens, type Writing } from './leaks/token-search.ts';

const TIMEOUT_MS = 150_000;

let world: LeakyRelay;
beforeAll(async () => {
  world = await startLeakyRelay();
  for (const { token } of TENANTS) {
    await world.relay.sevdesk.createAccount({ token });
    await world.relay.sevdesk.createContact(token, { name: 'Kunde' });
  }
});
afterAll(() => world.stop());

describe('a token is never shown', { timeout: TIMEOUT_MS }, () => {
  it('while tenants are connected, whatever sevdesk answers', async () => {
    await Promise.all([hearNothing(world), ...TENANTS.map((tenant) => connect(world, tenant))]);
    for (const { tenantId } of TENANTS) {
      await world.untilTold((event) => event.type === 'baseline.completed' && of(tenantId)(event));
    }
  });

  it('while they are polled and written to, and sevdesk quotes it in refusals, pages, headers and records', async () => {
    const isAnswer = ({ type }: RelayEvent) => type === 'command.succeeded' || type === 'command.failed';
    await Promise.all(
      TENANTS.map(async ({ tenantId, token, mischiefs }) => {
        const contact = await world.relay.sevdesk.createContact(token, { name: debugPage(token) });
        world.leaky.provoke(token, 'some reads', mischiefs);
        world.leaky.provoke(token, 'writes', mischiefs);
        const ids = mischiefs.map((_name, index) => `${tenantId}-${index}`);
        for (const commandId of ids) {
          const data = invoiceData({ reference: commandId, contact: { id: String(contact.id) } });
          await world.relay.product.send(anInvoiceCommand({ commandId, tenantId, data }));
        }
        const isOver = (id: string) => world.untilTold((event) => isAnswer(event) && event.correlationid === id);
        const { id } = await world.relay.sevdesk.createInvoice(token);
        const data = { resource: 'Invoice', record: { id } };
        const fetching = { commandId: `${tenantId}-file`, tenantId, type: 'document.fetch', version: 1, data };
        await world.relay.product.send(fetching);
        for (const id of [...ids, fetching.commandId]) await isOver(id);
        await world.until(() => world.leaky.waiting(token, 'some reads') + world.leaky.waiting(token, 'writes') === 0);
        await world.untilTold((event) => event.type === 'contact.created' && of(tenantId)(event));
      }),
    );
  });

  it('when nobody answers, and when an address is wrong', async () => {
    await world.leaky.listen(false);
    const isRefused = (text: string) => text.includes('ECONNREFUSED');
    const before = world.relay.logLines.filter(isRefused).length;
    await world.until(() => world.relay.logLines.filter(isRefused).length >= before + 3);
    await world.ask({ tenantId: 'nobody-answers', token: stray('nobody-answers') });
    await world.leaky.listen(true);
    const urls = [
      'http://127.0.0.1:1/api/v1',
      world.leaky.url.replace('http:', 'https:'),
      `http://${'x'.repeat(64)}.test`,
    ];
    for (const [index, url] of urls.entries()) {
      expect(await world.give('connect', 'nowhere', stray(`nowhere-${index}`), url)).toBe(1);
    }
  });

  it('when somebody puts it where it does not belong', async () => {
    const misplaced = { odd: stray('misplaced'), hex: stray('misplaced-hex', 'hex') };
    for (const request of misplacedRequests(misplaced)) {
      expect(await world.ask(JSON.stringify(request))).toContain('"ok":false');
    }
    for (const payload of brokenPayloads(misplaced)) {
      expect(await world.ask(payload)).toContain('InvalidRequestContent');
    }
    for (const line of misplacedArguments(misplaced, world.leaky.url)) {
      const given = { stdin: misplaced.hex, env: { DEBUG: '1' } };
      expect(await world.tool(['tenant', ...line], given)).toBeGreaterThan(0);
    }
    const shapeless = shapelessSecrets(misplaced);
    for (const [index, value] of shapeless.entries()) await world.putSecret(`shapeless-${index}`, value);
    for (const index of shapeless.keys()) await world.untilTold(of(`shapeless-${index}`));
    const { hex } = misplaced;
    await world.putSecret(hex, JSON.stringify({ token: hex }));
    await world.until(() => world.relay.logLines.some((line) => line.includes('named after its token')));
    await world.deleteSecret(hex);
  });

  it('when it is revoked, and when operators look', async () => {
    // One only: the refusal of several would be taken for an outage of sevdesk's login.
    for (const { tenantId, token } of TENANTS.slice(-1)) {
      world.leaky.provoke(token, 'reads', Array(200).fill('the refused token'));
      await world.untilTold((event) => event.type === 'tenant.disconnected' && of(tenantId)(event));
    }
    const lines = [['status'], ['status', '--json'], ['dead-letters', 'list'], ['tenant', 'list']];
    for (const { tenantId } of TENANTS)
      lines.push(['tenant', 'show', tenantId], ['commands', tenantId], ['status', tenantId]);
    for (const line of lines) expect([line, await world.tool(line)]).toEqual([line, 0]);
  });
});

describe('the search', { timeout: TIMEOUT_MS }, () => {
  let writings: readonly Writing[];
  beforeAll(async () => {
    writings = await world.written();
  });

  it('finds no token in anything that the relay wrote or said, in any form', () => {
    expect(findTokens(tokens, writings)).toEqual([]);
  });

  it('looked where tokens would have been: marks stand in their places', () => {
    const marked = writings.filter(({ content }) => Buffer.from(content).includes('[token]')).map(({ where }) => where);
    const { commandsTable, commandDeadLetters } = relayNames('local');
    const expected = ['answers of connect-tenant', 'events', 'logs', 'the tool', commandsTable, commandDeadLetters];
    expect([...new Set(marked)]).toEqual(expect.arrayContaining(expected));
  });

  it.each(Object.keys(FORMS))('would find a token %s in each place', (form) => {
    const places = [...new Set(writings.map(({ where }) => where))];
    expect(places.length).toBeGreaterThan(12);
    for (const pack of [String, Buffer.from, gzipSync, brotliCompressSync] as const) {
      const planted = TENANTS.flatMap(({ token }) =>
        places.map((where) => ({ where, content: pack(`x ${FORMS[form]?.(token)} y`) })),
      );
      const expected = places.flatMap((where) =>
        TENANTS.map(({ tenantId }) => `${where}: ${tenantId}'s token ${form}`),
      );
      expect(findTokens(tokens, planted)).toEqual(expect.arrayContaining(expected));
    }
  });
});
