import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireRecord } from '../wire-record.ts';
import type { World } from '../world.ts';
import { storedZip } from './stored-zip.ts';

interface Download {
  readonly status: number;
  readonly type: string;
  readonly content: Buffer | string;
}

/** `GET /_exports/<jobId>/<filename>?X-Amz-Signature=…`: the file of an export job, as S3 would serve it. */
export async function serveDownload(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const { status, type, content } = download(world, url, request.headers.authorization);
  response.writeHead(status, { 'content-type': type });
  response.end(content);
}

function download(world: World, url: URL, authorization: string | undefined): Download {
  // Documentation of S3: one way to authenticate only. A token has no business there.
  if (authorization !== undefined) return refused(400, 'InvalidArgument');
  const [, , jobId] = url.pathname.split('/');
  const job = signedJob(world, url.searchParams.get('X-Amz-Signature'));
  if (!job || job.jobId !== jobId) return refused(403, 'SignatureDoesNotMatch');
  if (world.now() > Date.parse(String(job.linkExpireDate))) return refused(403, 'AccessDenied');
  const content = storedZip('EXTF_Buchungsstapel.csv', Buffer.from(String(job.content)));
  return { status: 200, type: 'application/zip', content };
}

function signedJob(world: World, signature: string | null): WireRecord | undefined {
  if (signature === null) return undefined;
  const jobs = world.accounts().flatMap((account) => account.records('ExportJob'));
  return jobs.find((job) => job.signature === signature);
}

function refused(status: number, code: string): Download {
  return { status, type: 'application/xml', content: `<Error><Code>${code}</Code></Error>` };
}
