import { randomBytes } from 'node:crypto';
import { berlinIso } from '../berlin-time.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { ApiCall } from '../resources/resource.ts';
import type { WireRecord } from '../wire-record.ts';
import { exportJob, progressHash } from './export-job.ts';

const DAY_MS = 86_400_000;
/** Documentation, "Export": the example's link lives for a week. */
const LINK_DAYS = 7;
/** How often somebody must ask until a job is done. */
const ASKS_UNTIL_DONE = 2;

/** `GET /Progress/generateDownloadHash`: documented to return the hash, though its schema shows progress; text is assumed. */
export function generateDownloadHash({ account, query }: ApiCall): ApiAnswer {
  return objects(progressHash(exportJob(account, query.get('jobId'))));
}

/** `GET /Progress/getProgress`: an array of one, done when `current` reaches `total` (documentation, "Export"). */
export function getProgress({ account, query }: ApiCall): ApiAnswer {
  const hash = query.get('hash');
  const job = account.records('ExportJob').find((candidate) => progressHash(candidate) === hash);
  if (!job) throw refuse(400, `There is no progress ${String(hash)}`);
  const asks = Math.min(ask(job), ASKS_UNTIL_DONE);
  return objects([{ current: (100 * asks) / ASKS_UNTIL_DONE, total: 100 }]);
}

/**
 * `GET /ExportJob/jobDownloadInfo`: an array of one (documentation, "Export"), without a link until the job is done
 * (practice). The link needs no token, as those of S3.
 */
export function jobDownloadInfo({ account, query, origin }: ApiCall): ApiAnswer {
  const job = exportJob(account, query.get('jobId'));
  const filename = String(job.filename);
  if (ask(job) < ASKS_UNTIL_DONE) return objects([{ filename }]);
  job.linkExpireDate ??= berlinIso(account.now + LINK_DAYS * DAY_MS);
  job.signature ??= randomBytes(16).toString('hex');
  const link = `${origin}/_exports/${String(job.jobId)}/${filename}?X-Amz-Signature=${String(job.signature)}`;
  return objects([{ filename, link, linkExpireDate: job.linkExpireDate }]);
}

/** Exports take their time: here, some asks. Answers how many there were. */
function ask(job: WireRecord): number {
  job.asks = Number(job.asks) + 1;
  return Number(job.asks);
}
