import { CommandRefused } from '../../../domain/sevdesk-error.ts';
import { referenceId, type SevdeskRecord } from '../../../domain/sevdesk-record.ts';
import { contactKey } from '../../note-key.ts';
import type { CommandStep, Finding, Prepared, StepContext, StepOutcome } from '../command-plan.ts';
import { listRows } from '../record/find-marked.ts';
import { savedRecord } from '../record/saved-record.ts';
import { reference } from '../record/wire-fields.ts';
import { changedFields, isEmpty, type WantedFields } from './changed-fields.ts';

type Context = StepContext<'contact.upsert'>;

/** A thing of which a contact may have several, one of them the primary one. */
interface PrimaryThing {
  readonly name: 'address' | 'email' | 'phone';
  readonly resource: 'ContactAddress' | 'CommunicationWay';
  /** What is to be in the primary one. */
  readonly wanted: (context: Context) => Promise<WantedFields>;
  /** What a new one has beside that and its contact. */
  readonly added: (context: Context) => Promise<WantedFields>;
  /** Which of the contact's rows is the primary one, if any is; they come in the order of their ids. */
  readonly choose: (rows: readonly SevdeskRecord[], context: Context) => Promise<SevdeskRecord | undefined>;
}

/** How the primary one stands to what is wanted; undefined where the list does not tell. */
interface Standing {
  readonly contactId: string;
  readonly wanted: WantedFields;
  readonly primary: SevdeskRecord | undefined;
  /** Empty where it is so already. */
  readonly changes: WantedFields;
}

/**
 * A step that changes the primary one, and creates it only where there is none. Reading tells whether it is as wanted: that is
 * what a call without an answer was for, so what is found so is taken, whoever made it.
 */
export function refreshStep(thing: PrimaryThing): CommandStep<'contact.upsert'> {
  return {
    name: thing.name,
    applies: (data) => data[thing.name] !== undefined,
    async prepare(context) {
      const standing = await standingOf(thing, context);
      if (!standing) throw new CommandRefused('ambiguous', untold(thing, context));
      const { primary, changes } = standing;
      if (!primary) return create(thing, context, standing);
      if (isEmpty(changes)) return { kind: 'done', outcome: outcome(thing, primary.id) };
      return change(thing, primary.id, changes);
    },
    lookFor: async (context) => found(thing, context, await standingOf(thing, context)),
  };
}

/** `contact[id]` is exact (measured); with other filters beside it the list may come out empty (practice). */
async function standingOf(thing: PrimaryThing, context: Context): Promise<Standing | undefined> {
  const contactId = contactIdOf(context);
  const query = { 'contact[id]': contactId, 'contact[objectName]': 'Contact' };
  const { records, isWhole } = await listRows(context.client, { path: thing.resource, query });
  if (!isWhole) return undefined;
  const own = records.filter((row) => referenceId(row, 'contact') === contactId);
  const wanted = await thing.wanted(context);
  const primary = await thing.choose(own.toSorted(byId), context);
  return { contactId, wanted, primary, changes: primary ? changedFields(primary, wanted) : wanted };
}

async function create(thing: PrimaryThing, context: Context, { contactId, wanted }: Standing): Promise<Prepared> {
  const { resource } = thing;
  const key = contactKey(contactId);
  const body = { contact: reference('Contact', contactId), ...wanted, ...(await thing.added(context)) };
  return {
    kind: 'call',
    call: { method: 'POST', path: resource, body },
    read: (objects) => outcome(thing, savedRecord(objects).id),
    ...(key && { note: { resource, key } }),
  };
}

/** A partial update (measured). */
function change(thing: PrimaryThing, recordId: string, changes: WantedFields): Prepared {
  const { resource } = thing;
  return {
    kind: 'call',
    call: { method: 'PUT', path: `${resource}/${recordId}`, body: changes },
    read: () => outcome(thing, recordId),
    note: { resource, key: recordId },
  };
}

function found(thing: PrimaryThing, context: Context, standing: Standing | undefined): Finding {
  if (!standing) return { kind: 'ambiguous', message: untold(thing, context) };
  const { primary, changes } = standing;
  if (!primary || !isEmpty(changes)) return { kind: 'nothing' };
  return { kind: 'found', outcome: outcome(thing, primary.id) };
}

/** The contact that the step before found or made. */
function contactIdOf({ completed }: Context): string {
  const contact = completed.find(({ resource }) => resource === 'Contact');
  if (!contact) throw new Error('No contact has been found or made yet');
  return contact.recordId;
}

function untold({ resource }: PrimaryThing, context: Context): string {
  return `sevdesk lists only part of the ${resource} rows and ignored the filter for contact ${contactIdOf(context)}, so it can't be known which ones it has`;
}

function byId(one: SevdeskRecord, other: SevdeskRecord): number {
  return Number(one.id) - Number(other.id);
}

function outcome({ name, resource }: PrimaryThing, recordId: string): StepOutcome {
  return { resource, recordId, details: { [`${name}Id`]: recordId } };
}
