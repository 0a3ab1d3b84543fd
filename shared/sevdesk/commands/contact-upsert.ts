import { CommandRefused } from '../../domain/sevdesk-error.ts';
import { type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import { numberKey } from '../note-key.ts';
import type { CommandPlan, CommandStep, Finding, Prepared, StepContext, StepOutcome } from './command-plan.ts';
import { findRecord } from './record/read-record.ts';
import { savedRecord } from './record/saved-record.ts';
import { unlessCrossed } from './record/unless-crossed.ts';
import { changedFields, isEmpty } from './upsert/changed-fields.ts';
import { contactFields, isCalledSo, isNamed, newContact } from './upsert/contact-fields.ts';
import { findHolder, findNumbered, nextCustomerNumber, requireFree } from './upsert/customer-number.ts';
import { knownRecord } from './upsert/known-record.ts';
import { refreshAddress } from './upsert/refresh-address.ts';
import { refreshCommunicationWay } from './upsert/refresh-communication-way.ts';

type Context = StepContext<'contact.upsert'>;

const contact: CommandStep<'contact.upsert'> = {
  name: 'contact',
  prepare: prepareContact,
  lookFor: lookForContact,
};

/** Contact, address and communication ways are records of their own in sevdesk: one call for each that is to change. */
export const contactUpsertPlan: CommandPlan<'contact.upsert'> = {
  steps: [
    contact,
    refreshAddress,
    refreshCommunicationWay('email', 'EMAIL'),
    refreshCommunicationWay('phone', 'PHONE'),
  ],
  externalId: ({ externalId }) => (externalId === undefined ? undefined : { resource: 'Contact', externalId }),
};

async function prepareContact(context: Context): Promise<Prepared> {
  const { data } = context;
  // A country that sevdesk does not know must not leave a contact without its address behind.
  if (data.address) await context.lookUps({ countries: [data.address.country] });
  const known = await knownRecord(context, 'Contact');
  return known ? prepareChange(context, known) : prepareNew(context);
}

async function prepareChange(context: Context, known: SevdeskRecord): Promise<Prepared> {
  const { client, data } = context;
  const changes = await changesOf(context, known);
  if (isEmpty(changes)) return { kind: 'done', outcome: outcome(known, false) };
  if ('customerNumber' in changes && data.customerNumber !== undefined) {
    await requireFree(client, data.customerNumber, known.id);
  }
  return {
    kind: 'call',
    call: { method: 'PUT', path: `Contact/${known.id}`, body: changes },
    read: () => outcome({ ...known, ...changes }, false),
    facts: { contactId: known.id },
    note: { resource: 'Contact', key: known.id },
  };
}

async function changesOf(context: Context, known: SevdeskRecord) {
  return changedFields(known, contactFields(context.data, await parentId(context)));
}

async function prepareNew(context: Context): Promise<Prepared> {
  const { data } = context;
  if (!isNamed(data)) throw nameless(data.externalId);
  const earlier = await lookForNew(context);
  if (earlier.kind === 'ambiguous') throw new CommandRefused('ambiguous', earlier.message);
  if (earlier.kind === 'found') return { kind: 'done', outcome: earlier.outcome };
  const customerNumber = await freeNumber(context);
  const key = numberKey(customerNumber);
  return {
    kind: 'call',
    call: { method: 'POST', path: 'Contact', body: newContact(data, await parentId(context), customerNumber) },
    read: (objects) => outcome(savedRecord(objects), true),
    facts: { customerNumber },
    ...(key && { note: { resource: 'Contact', key } }),
  };
}

/** Stays the same over all tries, by which a call that takes effect late can be found; unless somebody else got it meanwhile. */
async function freeNumber({ client, data, facts }: Context): Promise<string> {
  if (data.customerNumber !== undefined) {
    await requireFree(client, data.customerNumber);
    return data.customerNumber;
  }
  const tried = numberTried(facts);
  const isFree = tried !== undefined && (await findHolder(client, tried)).kind === 'nothing';
  return isFree ? tried : nextCustomerNumber(client);
}

async function lookForContact(context: Context): Promise<Finding> {
  const { client, facts } = context;
  if (typeof facts.contactId !== 'string') return lookForNew(context);
  const known = await findRecord(client, 'Contact', facts.contactId);
  if (!known || !isEmpty(await changesOf(context, known))) return { kind: 'nothing' };
  return { kind: 'found', outcome: outcome(known, false) };
}

/** Whoever else has the number by now, and is called otherwise, says that ours is not there. */
async function lookForNew(context: Context): Promise<Finding> {
  const { client, data, facts, firstAttemptAtMs } = context;
  const tried = numberTried(facts);
  const key = numberKey(tried);
  if (tried === undefined || key === undefined) return { kind: 'nothing' };
  const finding = await findNumbered(client, tried, {
    isOther: (row) => !isCalledSo(data, row),
    outcome: (row) => outcome(row, true),
    firstAttemptAtMs,
  });
  return unlessCrossed(context, { resource: 'Contact', key }, finding);
}

function numberTried({ customerNumber }: Context['facts']): string | undefined {
  return typeof customerNumber === 'string' ? customerNumber : undefined;
}

async function parentId({ data: { parent }, recordId }: Context): Promise<string | undefined> {
  return parent && recordId('Contact', parent);
}

function nameless(externalId = ''): CommandRefused {
  const message = `There is no Contact "${externalId}" to update, and a new one needs "name" (an organisation), or "firstName" and "lastName" (a person).`;
  return new CommandRefused('dependency_missing', message, true);
}

function outcome(record: SevdeskRecord, created: boolean): StepOutcome {
  const customerNumber = scalar(record, 'customerNumber') ?? null;
  return { resource: 'Contact', recordId: record.id, details: { customerNumber, created } };
}
