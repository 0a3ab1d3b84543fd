import * as z from 'zod/mini';
import { concernsOneResource } from '../../../domain/sevdesk-error.ts';
import type { SevdeskClient } from '../../client.ts';
import { onlyOne } from '../record/only-one.ts';

/** What sevdesk made, and where it can be fetched for a while. */
export interface ExportedFile {
  readonly filename: string;
  readonly link: string;
}

const numberLike = z.union([z.number(), z.string()]);
const progress = z.object({ current: numberLike, total: numberLike });
const downloadInfo = z.object({ filename: z.optional(z.nullable(z.string())), link: z.string().check(z.minLength(1)) });

/** The file of an export job, once sevdesk has finished it. */
export async function exportedFile(client: SevdeskClient, jobId: string): Promise<ExportedFile | undefined> {
  if (await isAtWork(client, jobId)) return undefined;
  const { objects } = await client.call({ path: 'ExportJob/jobDownloadInfo', query: { jobId } });
  // Without a link it is not finished (practice).
  const info = downloadInfo.safeParse(onlyOne(objects));
  return info.success ? { filename: info.data.filename ?? `${jobId}.zip`, link: info.data.link } : undefined;
}

/** Asking for progress is optional (documentation, "Export"): where it is not told, the file says itself whether it is there. */
async function isAtWork(client: SevdeskClient, jobId: string): Promise<boolean> {
  try {
    const { objects: hash } = await client.call({ path: 'Progress/generateDownloadHash', query: { jobId } });
    if (typeof hash !== 'string') return false;
    const { objects } = await client.call({ path: 'Progress/getProgress', query: { hash } });
    const told = progress.safeParse(onlyOne(objects));
    return told.success && Number(told.data.current) < Number(told.data.total);
  } catch (error) {
    if (concernsOneResource(error)) return false;
    throw error;
  }
}
