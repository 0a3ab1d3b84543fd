import { CommandRefused } from '../../domain/sevdesk-error.ts';
import { type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import { numberKey } from '../note-key.ts';
import type { CommandPlan, CommandStep, Finding, Prepared, StepContext, StepOutcome } from './command-plan.ts';
import { listRows } from './record/find-marked.ts';
import { findRecord } from './record/read-record.ts';
import { savedRecord } from './record/saved-record.ts';
import { isEmpty } from './upsert/changed-fields.ts';
import { knownRecord } from './upsert/known-record.ts';
import { newPart, PIECE, partChanges } from './upsert/part-fields.ts';

type Context = StepContext<'part.upsert'>;

/** The part that the command means, if it is there; or why it can't be told. */
type Found = { readonly part: SevdeskRecord | undefined } | { readonly problem: string };

const save: CommandStep<'part.upsert'> = { name: 'save', prepare: prepareSave, lookFor: lookForPart };

/** One call, since a part has no records beside it. Its number tells it from others. */
export const partUpsertPlan: CommandPlan<'part.upsert'> = {
  steps: [save],
  externalId: ({ externalId }) => (externalId === undefined ? undefined : { resource: 'Part', externalId }),
};

async function prepareSave(context: Context): Promise<Prepared> {
  const found = await findPart(context);
  if ('problem' in found) throw new CommandRefused('ambiguous', found.problem);
  return found.part ? prepareChange(context, found.part) : prepareNew(context);
}

async function prepareChange(context: Context, part: SevdeskRecord): Promise<Prepared> {
  const { data } = context;
  const changes = await changesOf(context, part);
  if (isEmpty(changes)) return { kind: 'done', outcome: outcome(data, part.id, false) };
  return {
    kind: 'call',
    call: { method: 'PUT', path: `Part/${part.id}`, body: changes },
    read: () => outcome(data, part.id, false),
    facts: { partId: part.id },
    note: { resource: 'Part', key: part.id },
  };
}

async function prepareNew({ data, lookUps }: Context): Promise<Prepared> {
  const { unit = PIECE, partNumber } = data;
  const { unitIds } = await lookUps({ units: [unit] });
  const key = numberKey(partNumber);
  return {
    kind: 'call',
    call: { method: 'POST', path: 'Part', body: newPart(data, unitIds[unit]) },
    read: (objects) => outcome(data, savedRecord(objects).id, true),
    ...(key && { note: { resource: 'Part', key } }),
  };
}

/** By its id or the caller's own name of it, else by its number. */
async function findPart(context: Context): Promise<Found> {
  const { client, data } = context;
  const known = await knownRecord(context, 'Part');
  if (known && scalar(known, 'partNumber') === data.partNumber) return { part: known };
  const numbered = await findNumbered(client, data.partNumber);
  if (!known || 'problem' in numbered) return numbered;
  if (!numbered.part) return { part: known };
  return {
    problem: `The command names part ${known.id}, but part ${numbered.part.id} has "${data.partNumber}" already`,
  };
}

/** Whether the filter is exact is not known, so the number is compared here. */
async function findNumbered(client: Context['client'], partNumber: string): Promise<Found> {
  const { records, isWhole } = await listRows(client, { path: 'Part', query: { partNumber } });
  const parts = records.filter((row) => scalar(row, 'partNumber') === partNumber);
  if (parts.length > 1) {
    return {
      problem: `More than one Part has the number "${partNumber}": ids ${parts.map(({ id }) => id).join(', ')}`,
    };
  }
  if (isWhole) return { part: parts[0] };
  return { problem: `sevdesk ignored the filter for "${partNumber}", so it can't be known whether the Part exists` };
}

/** A part with this number that is as wanted is what the call was for, whoever made it. */
async function lookForPart(context: Context): Promise<Finding> {
  const { client, data, facts } = context;
  const isNew = typeof facts.partId !== 'string';
  const found = isNew
    ? await findNumbered(client, data.partNumber)
    : { part: await findRecord(client, 'Part', String(facts.partId)) };
  if ('problem' in found) return { kind: 'ambiguous', message: found.problem };
  const { part } = found;
  if (!part || !isEmpty(await changesOf(context, part))) return { kind: 'nothing' };
  return { kind: 'found', outcome: outcome(data, part.id, isNew) };
}

async function changesOf({ data, lookUps }: Context, part: SevdeskRecord) {
  const { unit } = data;
  const unitId = unit && (await lookUps({ units: [unit] })).unitIds[unit];
  return partChanges(part, data, unitId);
}

function outcome({ partNumber }: Context['data'], recordId: string, created: boolean): StepOutcome {
  return { resource: 'Part', recordId, details: { partNumber, created } };
}
