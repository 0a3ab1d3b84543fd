import type { RecordEventData } from '../../../shared/contract/event.ts';
import type { Version } from '../account.ts';
import { Broken } from './broken.ts';
import { canonicalText, contentText } from './canonical-text.ts';
import { awaitsPayment, berlinDayOf, dueDayOf } from './meanings.ts';
import { type Fields, fieldOf, fieldsOf, NEVER_TOLD, type Told } from './told.ts';

/** One event, and what is known when it arrives. */
export interface Telling {
  readonly type: string;
  readonly data: RecordEventData;
  readonly before: Told;
  readonly versions: readonly Version[];
  /** What was answered for its positions since `before`; `failed` among them where they were refused. */
  readonly fetched: readonly string[];
  readonly canceller: string | undefined;
  readonly nowMs: number;
}

/** What a consumer knows after the event. @throws Broken when it was not true, or not what it says. */
export function afterTelling(telling: Telling): Told {
  const step = telling.type.split('.')[1];
  if (step === 'deleted') return afterDeletion(telling);
  if (step === 'overdue') return afterOverdue(telling);
  const { before, data } = telling;
  const isCreated = !before.exists;
  if (step === 'created' && !isCreated) throw new Broken('I3', 'was told created, but it is known');
  if (step === 'updated' && isCreated) throw new Broken('I3', 'was told updated, but it is not known');
  const fields = fieldsOf(data.record ?? {});
  const version = versionOf(telling, contentText(data.record));
  checkCanceller(telling, fields);
  const positions = positionsAfter(telling, version);
  if (isCreated) checkDifference(telling, []);
  else checkDifference(telling, differingFields(telling, fields));
  const sequence = before.sequence + 1;
  const { overdueTold } = before;
  return { sequence, exists: true, fields, content: contentText(fields), positions, version, overdueTold };
}

function afterDeletion(telling: Telling): Told {
  const { before, versions } = telling;
  const gone = versions.findIndex(({ record }, index) => index > before.version && record === undefined);
  if (!before.exists) throw new Broken('I3', 'was told deleted, but it is not known');
  if (gone < 0) throw new Broken('I4', 'was told deleted, and never was');
  checkSame(telling);
  return { ...NEVER_TOLD, sequence: before.sequence + 1, version: gone };
}

function afterOverdue(telling: Telling): Told {
  const { before, nowMs } = telling;
  checkSame(telling);
  if (before.overdueTold) throw new Broken('meaning', 'was told overdue twice');
  const day = dueDayOf(before.fields) ?? '9999';
  if (!awaitsPayment(before.fields)) throw new Broken('meaning', 'was told overdue, but awaits no payment');
  if (day >= berlinDayOf(nowMs)) throw new Broken('meaning', `was told overdue, but is due on ${day}`);
  return { ...before, sequence: before.sequence + 1, overdueTold: true };
}

/** Deletions and due dates change nothing: they carry what was told last. */
function checkSame(telling: Telling): void {
  const { before, data } = telling;
  const same = canonicalText(fieldsOf(data.record ?? {})) === canonicalText(before.fields);
  if (!same) throw new Broken('I3', `carries other content than was told: ${JSON.stringify(data.record)}`);
  checkDifference(telling, []);
}

/** The earliest version since the last telling that shows this content. */
function versionOf({ before, versions }: Telling, content: string): number {
  const from = before.exists ? before.version : before.version + 1;
  const version = versions.findIndex((candidate, index) => index >= from && candidate.content === content);
  if (version < 0) throw new Broken('I3', `was told with content that it did not have since: ${content}`);
  return version;
}

function checkCanceller({ before, canceller }: Telling, fields: Fields): void {
  const told = fields.cancelledBy as { id: string } | undefined;
  if (told && told.id !== canceller) throw new Broken('I3', `was told cancelled by ${told.id}, not by ${canceller}`);
  if (!told && before.fields.cancelledBy) throw new Broken('I3', 'is no longer told cancelled');
}

function positionsAfter({ before, data, versions, fetched }: Telling, version: number): string | undefined {
  const { positions } = data.record ?? {};
  const hasPositions = versions.some((candidate) => candidate.positions.length > 0);
  if (positions === undefined) {
    if (hasPositions && !fetched.includes('failed')) throw new Broken('I3', 'was told without its positions');
    return before.positions;
  }
  const text = canonicalText(positions);
  const isTrue = versions.some(({ positionsContent }, index) => index >= version && positionsContent === text);
  if (!isTrue) throw new Broken('I3', `was told with positions that it did not have: ${text}`);
  return text;
}

function differingFields({ before, data, fetched }: Telling, after: Fields): readonly string[] {
  const names = [...new Set([...Object.keys(before.fields), ...Object.keys(after)])];
  const differ = names.filter(
    (name) => canonicalText(fieldOf(before.fields, name)) !== canonicalText(fieldOf(after, name)),
  );
  const { positions } = data.record ?? {};
  if (positions === undefined) return differ;
  const previous = data.previous.positions;
  const moved =
    before.positions === undefined
      ? // The relay may have learned them without a word; then it may say what it had learned.
        previous !== undefined && fetched.includes(canonicalText(previous))
      : before.positions !== canonicalText(positions);
  return moved ? [...differ, 'positions'] : differ;
}

function checkDifference({ before, data, type }: Telling, expected: readonly string[]): void {
  const changed = [...data.changed];
  if (String(changed) !== String([...expected].sort())) {
    throw new Broken('I3', `says that [${changed}] changed, but it was [${[...expected].sort()}]`);
  }
  if (type.endsWith('.updated') && changed.length === 0) throw new Broken('I3', 'was told without a change');
  if (String(Object.keys(data.previous).sort()) !== String(changed))
    throw new Broken('I3', 'has other previous fields');
  for (const field of changed) {
    const told = canonicalText(data.previous[field]);
    const known = field === 'positions' ? before.positions : canonicalText(fieldOf(before.fields, field));
    if (known !== undefined && told !== known) throw new Broken('I3', `says that ${field} was ${told}, not ${known}`);
  }
}
