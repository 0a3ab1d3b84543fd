import * as v from 'valibot';
import { addDays, berlinMidnight } from '../../domain/berlin-time.ts';
import { CommandRefused, UnexpectedAnswer } from '../../domain/sevdesk-error.ts';
import type { CommandPlan, CommandStep, Prepared, StepContext, StepOutcome } from './command-plan.ts';
import { exportedFile } from './document/exported-file.ts';
import { onlyOne } from './record/only-one.ts';

type Context = StepContext<'datev.export'>;

/** How long sevdesk may work on an export. A job is not used longer either: another one is started. */
const PATIENCE_MS = 1_800_000;
/** For how long that is done, where sevdesk can't be asked what became of a job. */
const LONGEST_MS = 4 * PATIENCE_MS;
const SHORTEST_PAUSE_SECONDS = 2;
const LONGEST_PAUSE_SECONDS = 60;

/** Revenue (E), expenses (X), transactions (T), registers (C) and assets (D), as far as a format has them (documentation, "Export"). */
const FORMATS = {
  csv: { path: 'Export/createDatevCsvZipExportJob', scope: 'EXTCD' },
  xml: { path: 'Export/createDatevXmlZipExportJob', scope: 'EX' },
} as const;

/** A GET with an effect: it starts a job. One more is harmless, so that a lost answer is asked for again. */
const createJob: CommandStep<'datev.export'> = {
  name: 'create-job',
  prepare: prepareJob,
  validMs: PATIENCE_MS,
};

const store: CommandStep<'datev.export'> = { name: 'store', prepare: storeFile };

/** sevdesk makes the file; the relay waits for it, and keeps it in the stage's bucket. */
export const datevExportPlan: CommandPlan<'datev.export'> = {
  steps: [createJob, store],
  main: store.name,
  onlyReads: true,
};

async function prepareJob({ data, completed, nowMs, activeSinceMs }: Context): Promise<Prepared> {
  if (jobOf(completed) && nowMs - activeSinceMs > LONGEST_MS) throw unfinished('two hours');
  return { kind: 'call', call: jobCall(data), read: createdJob };
}

function jobOf(completed: Context['completed']) {
  return completed.find(({ step }) => step === createJob.name);
}

/** `enshrineDocuments` is never asked for: it would lock everything that is exported. */
function jobCall({ from, to, format = 'csv', byPayDate, includeEnshrined, includeFiles }: Context['data']) {
  const { path, scope } = FORMATS[format];
  const query = {
    startDate: String(berlinMidnight(from)),
    endDate: String(berlinMidnight(addDays(to, 1)) - 1),
    scope,
    ...(byPayDate !== undefined && { exportByPaydate: String(byPayDate) }),
    ...(includeEnshrined !== undefined && { includeEnshrined: String(includeEnshrined) }),
    ...(includeFiles !== undefined && { includeDocumentImages: String(includeFiles) }),
  };
  return { path, query };
}

const jobId = v.union([v.pipe(v.string(), v.minLength(1)), v.pipe(v.number(), v.safeInteger())]);

function createdJob(objects: unknown): StepOutcome {
  const id = v.safeParse(jobId, onlyOne(objects));
  if (!id.success) throw new UnexpectedAnswer('sevdesk answered a new export without the id of its job');
  return { resource: 'ExportJob', recordId: String(id.output) };
}

/** The place carries the command's id: what an event points to is not replaced by another export. */
async function storeFile({ client, completed, commandId, files, nowMs }: Context): Promise<Prepared> {
  const job = jobOf(completed);
  if (!job) throw new Error(`${commandId} has no export job`);
  const file = await exportedFile(client, job.recordId);
  if (!file) return pause(nowMs - job.at);
  const bytes = await files.download(file.link);
  const dataref = await files.store({ name: `datev-export/${commandId}.zip`, contentType: 'application/zip', bytes });
  const details = { dataref, filename: file.filename, bytes: bytes.length };
  return { kind: 'done', outcome: { resource: job.resource, recordId: job.recordId, details } };
}

/** The longer it takes, the longer the pause. */
function pause(waitedMs: number): Prepared {
  const seconds = Math.min(LONGEST_PAUSE_SECONDS, Math.max(SHORTEST_PAUSE_SECONDS, Math.ceil(waitedMs / 2000)));
  if (waitedMs + seconds * 1000 < PATIENCE_MS) return { kind: 'wait', seconds };
  throw unfinished('half an hour');
}

function unfinished(time: string): CommandRefused {
  const message = `sevdesk did not finish the export within ${time}: redrive it, or ask for a shorter period.`;
  return new CommandRefused('attempts_exhausted', message, true);
}
