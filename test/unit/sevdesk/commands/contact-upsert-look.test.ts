import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import { contactUpsertData } from '../../../../shared/contract/commands/contact.ts';
import { errorKnowledge } from '../../../../shared/domain/error-knowledge.ts';
import type { StepFacts } from '../../../../shared/domain/ledger-entry.ts';
import { RequestRejected } from '../../../../shared/domain/sevdesk-error.ts';
import { contactUpsertPlan } from '../../../../shared/sevdesk/commands/contact-upsert.ts';
import { aContact } from '../../../support/builders.ts';
import { listOf, type Replies } from '../../../support/fake-sevdesk.ts';
import { stepContext } from '../../../support/step-context.ts';

type Data = CommandData<'contact.upsert'>;

const [contact] = contactUpsertPlan.steps;
const ORGANISATION = { name: 'Bäckerei Morgenrot GmbH' };
const said = { status: 404, code: '151', message: 'No Model_Contact with the id 815 was found' };
const missing = new RequestRejected(said.message, said, errorKnowledge(said));

async function lookFor(data: Data, replies: Replies, facts: StepFacts) {
  return contact?.lookFor?.(stepContext<'contact.upsert'>(data, { replies, facts }).context);
}

describe('the look for a new contact', () => {
  const facts = { customerNumber: '1007' };
  const ours = aContact({ id: '99', customerNumber: '1007', create: '2026-11-20T09:00:05+01:00' });
  it.each([
    ['nothing', [], 'nothing'],
    ['the one with its number and name', [ours], 'found'],
    ['it, though blanks of its name were lost', [{ ...ours, name: 'Bäckerei  Morgenrot GmbH ' }], 'found'],
    ['not the older one with this number', [{ ...ours, create: '2026-11-19T09:00:00+01:00' }], 'nothing'],
    ['not the one of another name', [{ ...ours, name: 'Somebody else GmbH' }], 'nothing'],
    ['not a person where an organisation was created', [{ ...ours, surename: 'Anna' }], 'nothing'],
    ['its own beside that of another', [{ ...ours, id: '5', name: 'Somebody else GmbH' }, ours], 'found'],
    ['two of them', [ours, { ...ours, id: '5' }], 'ambiguous'],
  ])('finds %s', async (_name, rows, kind) => {
    const finding = await lookFor(ORGANISATION, { 'GET Contact': listOf(...rows) }, facts);
    expect(finding).toMatchObject({ kind, ...(kind === 'found' && { outcome: { recordId: '99' } }) });
  });

  it('cannot tell where the filter was ignored', async () => {
    const list = { objects: [aContact({ customerNumber: '1' })], total: 5000 };
    expect(await lookFor(ORGANISATION, { 'GET Contact': list }, facts)).toMatchObject({ kind: 'ambiguous' });
  });
});

describe('the look for a change', () => {
  const facts = { contactId: '815' };
  it.each<[string, Replies[string], string]>([
    ['what is as wanted', listOf(aContact({ name: 'Neu GmbH' })), 'found'],
    ['not what is as before', listOf(aContact()), 'nothing'],
    ['nothing where the contact is gone', missing, 'nothing'],
  ])('finds %s', async (_name, reply, kind) => {
    expect(await lookFor({ id: '815', name: 'Neu GmbH' }, { 'GET Contact/815': reply }, facts)).toMatchObject({ kind });
  });
});

describe('data of a contact', () => {
  it.each<[string, object, RegExp | undefined]>([
    ['an organisation', ORGANISATION, undefined],
    ['a person', { firstName: 'Anna', lastName: 'Muster' }, undefined],
    ['what is there already', { id: '815', phone: '1' }, undefined],
    ['what may be there already', { externalId: 'shop-1', phone: '1' }, undefined],
    ['nobody', { phone: '1' }, /give either "name"/],
    ['both an organisation and a person', { ...ORGANISATION, lastName: 'Muster' }, /give either "name"/],
    [
      'a number with blanks around it, which sevdesk might drop',
      { ...ORGANISATION, customerNumber: ' K-1' },
      /no blanks/,
    ],
  ])('may be of %s, or says what is allowed', (_name, data, message) => {
    const told = v.safeParse(contactUpsertData, data).issues?.[0].message;
    if (message) expect(told).toMatch(message);
    else expect(told).toBeUndefined();
  });
});
