import assert from 'node:assert/strict';
import { invoiceData } from '../support/builders.ts';
import { tokenOf } from '../support/running-relay.ts';
import type { Walker } from './walker.ts';

/** One thing that the relay does. It fails where a permission for it is missing. The first one connects the tenant of the others. */
export interface WalkStep {
  /** A test has this name, and `npm run check:permissions` tells it. */
  readonly name: string;
  readonly walk: (walker: Walker) => Promise<unknown>;
}

/** Before everything: what AWS checks when a queue is to feed a function. */
export const START = 'starts, with queues that feed its functions';

const CONTACT = '700001';

/** All that its functions need permissions for. Whoever gives one of them a permission adds what needs it. */
export const walk: readonly WalkStep[] = [
  { name: 'connects a tenant by its secret, and takes its baseline', walk: connectBySecret },
  {
    name: 'tells a change',
    async walk({ sevdesk, token, seeRecord }) {
      const { id } = await sevdesk.createContact(token, { name: 'Neu GmbH' });
      await seeRecord('contact.created', `Contact/${id}`);
      await sevdesk.patch(token, 'Contact', String(id), { name: 'Umbenannt GmbH' });
      await seeRecord('contact.updated', `Contact/${id}`);
    },
  },
  {
    name: 'stores a record that is too large for the bus',
    async walk({ sevdesk, token, seeRecord }) {
      const { id } = await sevdesk.createContact(token, { name: 'Large', description: 'x'.repeat(300_000) });
      const { dataref } = await seeRecord('contact.created', `Contact/${id}`);
      assert(dataref);
    },
  },
  {
    name: 'tells that an invoice is overdue',
    async walk({ sevdesk, token, seeRecord, forget }) {
      const fields = { invoiceDate: '2026-01-02T00:00:00+01:00', timeToPay: '14' };
      const { id } = await sevdesk.createInvoice(token, fields);
      await sevdesk.openInvoice(token, String(id));
      await seeRecord('invoice.created', `Invoice/${id}`);
      await forget('Invoice', 'overdueOn');
      await seeRecord('invoice.overdue', `Invoice/${id}`);
    },
  },
  {
    name: 'makes a digest anew from the snapshots',
    async walk({ sevdesk, token, seeRecord, forget }) {
      await forget('Part', 'digest');
      const { id } = await sevdesk.createRecord(token, 'Part');
      await seeRecord('part.created', `Part/${id}`);
    },
  },
  {
    name: 'carries out a command, and knows what it made',
    async walk({ send, seeCommand, seeRecord }) {
      await send('plain', 'invoice.create', anInvoice('plain'));
      const { data } = await seeCommand('command.succeeded', 'plain');
      const { correlationid } = await seeRecord('invoice.created', `Invoice/${data.result.recordId}`);
      assert.equal(correlationid, 'plain');
    },
  },
  {
    name: 'carries out a command that a rule of a product sends',
    async walk({ sendByRule, seeCommand }) {
      await sendByRule('by-rule', 'invoice.create', anInvoice('by-rule'));
      await seeCommand('command.succeeded', 'by-rule');
    },
  },
  {
    name: 'hides a command that sevdesk throttles',
    async walk({ sevdesk, token, send, seeCommand }) {
      const path = '/Invoice/Factory/saveInvoice';
      await sevdesk.addFault({ token, path, kind: 'throttle', times: 1, retryAfterSeconds: 1 });
      await send('throttled', 'invoice.create', anInvoice('throttled'));
      await seeCommand('command.succeeded', 'throttled');
    },
  },
  {
    name: 'puts a refused command into the dead letters, and frees its reference',
    async walk({ send, seeCommand, seeLetter }) {
      await send('refused', 'invoice.create', anInvoice('twice', '1'));
      await seeCommand('command.failed', 'refused');
      await seeLetter('refused');
      await send('mended', 'invoice.create', anInvoice('twice'));
      await seeCommand('command.succeeded', 'mended');
    },
  },
  {
    name: 'passes on an uploaded file',
    async walk({ putFile, tenantId, send, seeCommand }) {
      await putFile(`uploads/${tenantId}/receipt.pdf`, '%PDF-1.7 receipt');
      await send('upload', 'voucher.create', {
        reference: 'upload',
        kind: 'expense',
        date: '2026-11-20',
        supplier: { id: CONTACT },
        positions: [{ accountNumber: '4930', taxRate: '19', amount: '11.90' }],
        file: { name: 'receipt.pdf', key: 'receipt.pdf' },
      });
      await seeCommand('command.succeeded', 'upload');
    },
  },
  {
    name: 'stores a fetched document',
    async walk({ sevdesk, token, send, seeCommand }) {
      const { id } = await sevdesk.createInvoice(token);
      await send('fetch', 'document.fetch', { resource: 'Invoice', record: { id: String(id) } });
      await seeCommand('command.succeeded', 'fetch');
    },
  },
  {
    name: 'sends parked commands again when a new token is put into the secret',
    async walk(walker) {
      const own = walker.as('by-secret');
      await parkAndResend(own, ({ store }, token) => store(token));
      // A command is sent before it is marked as sent: a mark that fails makes only noise.
      assert.deepEqual(own.logged('could not be swept'), []);
    },
  },
  {
    name: 'sends parked commands again when a product gives a new token',
    walk: (walker) => parkAndResend(walker.as('by-product'), takeUp),
  },
  {
    name: 'refuses a token in the secret that sevdesk does not know',
    async walk(walker) {
      const own = walker.as('mistyped');
      await openAccount(own);
      await own.store(tokenOf('nobodys'));
      await own.see('tenant.disconnected');
    },
  },
  {
    name: 'finds by a command that a token was revoked',
    async walk(walker) {
      const own = walker.as('by-command');
      await connectBySecret(own);
      await own.pollNoMore();
      await own.sevdesk.revokeToken(own.token);
      await own.send('finds-out', 'invoice.create', anInvoice('finds-out'));
      await own.see('tenant.disconnected');
      await own.seeCommand('command.parked', 'finds-out');
    },
  },
  {
    name: 'connects a tenant for a product, with the key of the stage',
    async walk(walker) {
      const bought = walker.as('bought');
      await openAccount(bought);
      await takeUp(bought, bought.token);
      await bought.see('baseline.completed');
    },
  },
  {
    name: 'takes back a secret that is about to be deleted',
    async walk(walker) {
      const regretted = walker.as('regretted');
      await connectBySecret(regretted);
      await regretted.deleteSecret();
      await regretted.sevdesk.replaceToken(regretted.token, tokenOf('regretted-2'));
      await takeUp(regretted, tokenOf('regretted-2'));
    },
  },
];

async function openAccount({ sevdesk, token }: Walker): Promise<void> {
  await sevdesk.createAccount({ token });
  await sevdesk.createContact(token, { id: CONTACT, name: 'Bäckerei Morgenrot GmbH' });
}

async function connectBySecret(walker: Walker): Promise<void> {
  await openAccount(walker);
  await walker.store(walker.token);
  await walker.see('baseline.completed');
}

async function parkAndResend(walker: Walker, give: (walker: Walker, token: string) => Promise<unknown>): Promise<void> {
  const { sevdesk, tenantId, token, send, see, seeCommand } = walker;
  await connectBySecret(walker);
  await sevdesk.revokeToken(token);
  await see('tenant.disconnected');
  await send('waiting', 'invoice.create', anInvoice('waiting'));
  await seeCommand('command.parked', 'waiting');
  const fresh = tokenOf(`${tenantId}-2`);
  await sevdesk.replaceToken(token, fresh);
  await give(walker, fresh);
  await seeCommand('command.succeeded', 'waiting');
}

async function takeUp({ connect }: Walker, token: string): Promise<void> {
  const answer = (await connect(token)) as { readonly ok: boolean };
  assert.equal(answer.ok, true, JSON.stringify(answer));
}

function anInvoice(reference: string, contactId = CONTACT) {
  return invoiceData({ reference, contact: { id: contactId } });
}
