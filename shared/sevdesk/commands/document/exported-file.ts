import * as v from 'valibot';
import { concernsOneResource } from '../../../domain/sevdesk-error.ts';
import type { SevdeskClient } from '../../client.ts';
import { onlyOne } from '../record/only-one.ts';

/** What sevdesk made, and where it can be fetched for a while. */
export interface ExportedFile {
  readonly filename: string;
  readonly link: string;
}

const numberLike = v.union([v.number(), v.string()]);
const progress = v.object({ current: numberLike, total: numberLike });
const downloadInfo = v.object({
  filename: v.optional(v.nullable(v.string())),
  link: v.pipe(v.string(), v.minLength(1)),
});

/** The file of an export job, once sevdesk has finished it. */
export async function exportedFile(client: SevdeskClient, jobId: string): Promise<ExportedFile | undefined> {
  if (await isAtWork(client, jobId)) return undefined;
  const { objects } = await client.call({ path: 'ExportJob/jobDownloadInfo', query: { jobId } });
  // Without a link it is not finished (practice).
  const info = v.safeParse(downloadInfo, onlyOne(objects));
  return info.success ? { filename: info.output.filename ?? `${jobId}.zip`, link: info.output.link } : undefined;
}

/** Asking for progress is optional (documentation, "Export"): where it is not told, the file says itself whether it is there. */
async function isAtWork(client: SevdeskClient, jobId: string): Promise<boolean> {
  try {
    const { objects: hash } = await client.call({ path: 'Progress/generateDownloadHash', query: { jobId } });
    if (typeof hash !== 'string') return false;
    const { objects } = await client.call({ path: 'Progress/getProgress', query: { hash } });
    const told = v.safeParse(progress, onlyOne(objects));
    return told.success && Number(told.output.current) < Number(told.output.total);
  } catch (error) {
    if (concernsOneResource(error)) return false;
    throw error;
  }
}
