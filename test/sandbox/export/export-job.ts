import { createHash, randomUUID } from 'node:crypto';
import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { ApiCall } from '../resources/resource.ts';
import type { WireRecord } from '../wire-record.ts';
import { type ExportRequest, readExportRequest } from './export-request.ts';
import { exportedRecords } from './exported-records.ts';

/** A format of DATEV exports: which letters its scope knows, what its file is called (assumed for XML). */
export interface ExportFormat {
  readonly letters: string;
  readonly title: string;
  readonly canEnshrine: boolean;
}

/**
 * Starts an export and answers the id of its job (documentation, "Export"). A GET with an effect: it can enshrine what it
 * exports.
 */
export function createExportJob({ letters, title, canEnshrine }: ExportFormat) {
  return ({ account, query }: ApiCall): ApiAnswer => {
    const request = readExportRequest(query, letters);
    const config = account.first('ExportConfig');
    // Documentation, "Export": it must be set before; the status is assumed.
    if (!config) throw refuse(409, 'The accountingYearBegin is not set');
    const records = exportedRecords(account, request);
    const jobId = randomUUID();
    account.insert('ExportJob', { jobId, asks: 0, filename: fileName(title, config, request), content: csv(records) });
    if (canEnshrine && request.enshrines) enshrine(account, records);
    return objects(jobId);
  };
}

/** The job with this id. @throws ApiError; status and wording are assumed */
export function exportJob(account: Account, jobId: string | null): WireRecord {
  const job = account.records('ExportJob').find((candidate) => candidate.jobId === jobId);
  if (!job) throw refuse(400, `There is no export job ${String(jobId)}`);
  return job;
}

/** What `getProgress` knows a job by: a hash and the start of its id (documentation, "Export"). */
export function progressHash({ jobId }: WireRecord): string {
  const id = String(jobId);
  return `${createHash('sha1').update(id).digest('hex')}_${id.slice(0, 8)}`;
}

function enshrine(account: Account, records: readonly WireRecord[]): void {
  const now = berlinIso(account.now);
  for (const record of records) account.change(record, { enshrined: record.enshrined ?? now });
}

/** Documentation, "Export": by the numbers of the tax consultant and the client, and the period. */
function fileName(title: string, config: WireRecord, { startMs, endMs, includesImages }: ExportRequest): string {
  const images = includesImages ? '_und_Belegbilder' : '';
  const numbers = `${String(config.accountantNumber)}_${String(config.accountantClientNumber)}`;
  return `BITTE-ENTPACKEN_${title}${images}_${numbers}_${compactDay(startMs)}_bis_${compactDay(endMs)}.zip`;
}

function compactDay(atMs: number): string {
  return berlinIso(atMs).slice(0, 10).replaceAll('-', '');
}

/** Invented: enough to see which records an export contains. */
function csv(records: readonly WireRecord[]): string {
  const rows = records.map(({ objectName, id, sumGross, amount }) => [objectName, id, sumGross ?? amount].join(';'));
  return ['model;id;amount', ...rows, ''].join('\n');
}
