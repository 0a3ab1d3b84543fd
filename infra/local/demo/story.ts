import type { RelayEvent } from '../../../shared/contract/event.ts';
import type { SandboxControl } from '../../../test/sandbox/control.ts';
import type { Product } from './product.ts';
import type { Witness } from './witness.ts';

/** What the steps of the story act on and look at. */
export interface Stage {
  readonly sevdesk: SandboxControl;
  readonly product: Product;
  readonly witness: Witness;
}

/** One step: somebody does something, and something must be seen. Answers what was seen, in a line. */
export interface Step {
  /** Named when the step is not observed. */
  readonly name: string;
  readonly title: string;
  readonly play: (stage: Stage) => Promise<string>;
}

const ACME = 'a'.repeat(32);
const BETA = 'b'.repeat(32);
/** Ids that the first step learns and later ones need. */
const cast = { contactId: '', paidId: '', cancelledId: '' };

const consulting = { name: 'Consulting (Beratung)', quantity: '2', price: '100.00', taxRate: '19' };
const invoiceCommand = (commandId: string, data: object = {}) => ({
  commandId,
  tenantId: 'acme',
  type: 'invoice.create',
  version: 1,
  data: { reference: commandId, contact: { id: cast.contactId }, date: '2026-11-20', positions: [consulting], ...data },
});

const about = (subject: string) => (event: RelayEvent) => event.tenantid === 'acme' && event.subject === subject;
const ofTenant = (tenantId: string) => (event: RelayEvent) => event.tenantid === tenantId;
const isRecordEvent = ({ subject }: RelayEvent) => /^(Contact|Invoice)\//.test(subject);

export const story: readonly Step[] = [
  {
    name: 'baseline',
    title: 'Two customers connect: a token in a secret is enough. What they already have is no news.',
    async play({ sevdesk, product, witness }) {
      await furnish(sevdesk);
      await product.putSecret('acme', { token: ACME });
      await product.putSecret('beta', { token: BETA });
      const acme = await witness.see('baseline.completed', ofTenant('acme'));
      await witness.see('baseline.completed', ofTenant('beta'));
      const told = witness.count(isRecordEvent);
      if (told > 0) throw new Error(`${told} events were told about what was there before`);
      return `baseline.completed with ${JSON.stringify(acme.data.counts)}`;
    },
  },
  {
    name: 'contact.updated',
    title: 'Somebody renames a contact in sevdesk.',
    async play({ sevdesk, witness }) {
      await sevdesk.patch(ACME, 'Contact', cast.contactId, { name: 'Bäckerei Abendrot GmbH' });
      const { data } = await witness.see('contact.updated', about(`Contact/${cast.contactId}`));
      return `contact.updated, changed ${data.changed.join(', ')}, previously ${JSON.stringify(data.previous)}`;
    },
  },
  {
    name: 'invoice.paid',
    title: 'A customer pays an invoice.',
    async play({ sevdesk, witness }) {
      await sevdesk.payInvoice(ACME, cast.paidId);
      const { data, sequence } = await witness.see('invoice.paid', about(`Invoice/${cast.paidId}`));
      const { number, gross, currency } = data.summary;
      return `invoice.paid: ${number}, ${gross} ${currency}, sequence ${sequence}`;
    },
  },
  {
    name: 'cancelled is not paid',
    title: 'Another invoice is cancelled (Storno). sevdesk gives it the status of a paid one.',
    async play({ sevdesk, witness }) {
      await sevdesk.cancelInvoice(ACME, cast.cancelledId);
      const isIt = about(`Invoice/${cast.cancelledId}`);
      await witness.see('invoice.updated', (event) => isIt(event) && event.data.summary.status === 'cancelled');
      if (witness.count((event) => isIt(event) && event.type === 'invoice.paid') > 0)
        throw new Error('It was told as paid');
      return 'invoice.updated with status "cancelled", and no invoice.paid';
    },
  },
  {
    name: 'command.succeeded',
    title: 'The product sends a command: create an invoice.',
    async play({ product, witness }) {
      await product.send(invoiceCommand('order-1042'));
      const { data } = await witness.see('command.succeeded', (event) => event.data.commandId === 'order-1042');
      if (data.type !== 'invoice.create') throw new Error(`It answers ${data.type}`);
      const { recordId, gross } = data.result;
      const echo = await witness.see('invoice.created', about(`Invoice/${recordId}`));
      if (echo.data.origin !== 'self') throw new Error('The relay did not recognise its own invoice');
      return `command.succeeded: invoice ${recordId} over ${gross} EUR; its invoice.created says origin "self"`;
    },
  },
  {
    name: 'exactly once',
    title: 'sevdesk answers 429 three times, then breaks the connection after it saved the invoice.',
    async play({ sevdesk, product, witness }) {
      const path = '/Invoice/Factory/saveInvoice';
      await sevdesk.addFault({ token: ACME, path, kind: 'throttle', times: 3 });
      await sevdesk.addFault({ token: ACME, path, kind: 'drop-after' });
      await product.send(invoiceCommand('order-1043'));
      const { data } = await witness.see('command.succeeded', (event) => event.data.commandId === 'order-1043');
      const saved = (await sevdesk.records(ACME, 'Invoice')).filter((row) => row.customerInternalNote === 'order-1043');
      if (saved.length !== 1) throw new Error(`${saved.length} invoices instead of one`);
      return `command.succeeded, and exactly one invoice in sevdesk: ${data.result.recordId}`;
    },
  },
  {
    name: 'dead letters',
    title: 'A command with a tax rate that does not exist.',
    async play({ product, witness }) {
      await product.send(invoiceCommand('order-1044', { positions: [{ ...consulting, taxRate: '25' }] }));
      const letter = await witness.seeDeadLetter(({ Body = '' }) => Body.includes('order-1044'));
      await witness.see('command.failed', (event) => event.data.commandId === 'order-1044');
      const { reason, message } = letter.MessageAttributes ?? {};
      return `dead letter: ${reason?.StringValue}, ${message?.StringValue}`;
    },
  },
  {
    name: 'conflicting_command',
    title: 'The product reuses a commandId for something else, by mistake.',
    async play({ product, witness }) {
      await product.send(invoiceCommand('order-1042', { date: '2026-11-21' }));
      const { data } = await witness.see('command.failed', (event) => event.data.commandId === 'order-1042');
      if (data.reason !== 'conflicting_command') throw new Error(`It failed with ${data.reason}`);
      return 'command.failed: conflicting_command; nothing was sent to sevdesk';
    },
  },
  {
    name: 'tenant.disconnected',
    title: "Beta's token dies with the user who made it. Acme does not notice.",
    async play({ sevdesk, product, witness }) {
      await sevdesk.revokeToken(BETA);
      const { data } = await witness.see('tenant.disconnected', ofTenant('beta'));
      await product.send({ ...invoiceCommand('beta-1'), tenantId: 'beta' });
      await witness.see('command.parked', (event) => event.data.commandId === 'beta-1');
      await sevdesk.patch(ACME, 'Contact', cast.contactId, { name: 'Bäckerei Morgenrot GmbH' });
      const isIt = about(`Contact/${cast.contactId}`);
      await witness.see('contact.updated', (event) => isIt(event) && event.sequence === '000000000002');
      return `tenant.disconnected: ${data.reason}; its command is parked; acme goes on`;
    },
  },
];

/** What both customers have in sevdesk before they connect. */
async function furnish(sevdesk: SandboxControl): Promise<void> {
  for (const token of [ACME, BETA]) {
    await sevdesk.createAccount({ token });
    await sevdesk.seedContacts(token, 20);
    await sevdesk.seedInvoices(token, 30);
  }
  const contact = await sevdesk.createContact(ACME, { name: 'Bäckerei Morgenrot GmbH' });
  cast.contactId = String(contact.id);
  for (const role of ['paidId', 'cancelledId'] as const) {
    const positions = [{ ...consulting, quantity: '1', price: '39.20' }];
    const { id } = await sevdesk.createInvoice(ACME, {
      contact: { id: cast.contactId, objectName: 'Contact' },
      positions,
    });
    await sevdesk.openInvoice(ACME, String(id));
    cast[role] = String(id);
  }
}
