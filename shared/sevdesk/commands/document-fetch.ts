import * as v from 'valibot';
import { isNotFound } from '../../domain/error-knowledge.ts';
import { CommandRefused, UnexpectedAnswer } from '../../domain/sevdesk-error.ts';
import { THEN_AGAIN } from '../../domain/then-again.ts';
import type { CommandPlan, Prepared, StepContext } from './command-plan.ts';
import { isOpened } from './document/invoice-state.ts';
import { neededRecord } from './record/needed-record.ts';

type Context = StepContext<'document.fetch'>;

interface FetchedFile {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

interface Wanted {
  readonly resource: Context['data']['resource'];
  readonly id: string;
}

/**
 * A document as a file in the stage's bucket. Without `preventSendBy` the GET would open a draft (measured). The place carries
 * the command's id, so that what an event points to is never replaced by a later state of the document.
 */
export const documentFetchPlan: CommandPlan<'document.fetch'> = {
  steps: [{ name: 'fetch', prepare: fetchDocument }],
  onlyReads: true,
};

async function fetchDocument(context: Context): Promise<Prepared> {
  const { client, data, files, commandId } = context;
  const { resource, format = 'pdf' } = data;
  const id = await context.recordId(resource, data.record);
  const { filename, contentType, bytes } = await FORMATS[format](client, { resource, id });
  const dataref = await files.store({ name: `${resource}-${id}/${commandId}.${format}`, contentType, bytes });
  const details = { dataref, bytes: bytes.length, contentType, filename };
  return { kind: 'done', outcome: { resource, recordId: id, details } };
}

const FORMATS = { pdf: fetchPdf, xml: fetchXml } as const;

/** `download=true` was seen to answer bytes that can't be unpacked (practice). */
const PDF_QUERY = { download: 'false', preventSendBy: 'true' };
const PDF_STARTS_WITH = '%PDF';

/** Other names are in it (`mimetype`, documented as `mimeType`) that nobody needs. */
const pdfAnswer = v.object({ filename: v.optional(v.nullable(v.string())), content: v.string() });

async function fetchPdf(client: Context['client'], { resource, id }: Wanted): Promise<FetchedFile> {
  const objects = await pdfAnswerOf(client, { resource, id });
  const answer = v.safeParse(pdfAnswer, objects);
  const bytes = Buffer.from(answer.success ? answer.output.content : '', 'base64');
  if (!answer.success || !bytes.subarray(0, PDF_STARTS_WITH.length).equals(Buffer.from(PDF_STARTS_WITH))) {
    throw new UnexpectedAnswer(`sevdesk answered the PDF of ${resource} ${id} with something else`);
  }
  return { filename: nameOf(answer.output.filename, `${resource}-${id}`), contentType: 'application/pdf', bytes };
}

/** What is not found may be something else than the document, which is asked for then. */
async function pdfAnswerOf(client: Context['client'], { resource, id }: Wanted): Promise<unknown> {
  try {
    return (await client.call({ path: `${resource}/${id}/getPdf`, query: PDF_QUERY })).objects;
  } catch (error) {
    if (isNotFound(error)) await neededRecord(client, resource, id);
    throw error;
  }
}

/** A draft's is ".pdf", since it has no number (measured). */
function nameOf(told: string | null | undefined, fallback: string): string {
  return told && !told.startsWith('.') ? told : `${fallback}.pdf`;
}

/** Of a draft sevdesk answers 503 (measured), which would look as if it were down. */
async function fetchXml(client: Context['client'], { resource, id }: Wanted): Promise<FetchedFile> {
  if (!isOpened(await neededRecord(client, resource, id))) {
    const message = `${resource} ${id} is a draft, which has no XML: send it or mark it as sent first, ${THEN_AGAIN}.`;
    throw new CommandRefused('dependency_missing', message, true);
  }
  const { objects } = await client.call({ path: `${resource}/${id}/getXml` });
  if (typeof objects !== 'string' || !objects.trimStart().startsWith('<')) {
    throw new UnexpectedAnswer(`sevdesk answered the XML of ${resource} ${id} with something else`);
  }
  return { filename: `${resource}-${id}.xml`, contentType: 'application/xml', bytes: Buffer.from(objects) };
}
