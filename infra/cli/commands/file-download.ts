import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { s3Requests } from '../../../shared/aws/s3-request.ts';
import { type CliContext, print } from '../cli-context.ts';
import { WrongUsage } from '../cli-error.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';

/** A place in S3, as a `dataref` names it. */
interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** Long enough for a slow line. */
const TIMEOUT_MS = 120_000;

/** `file download`: fetches what a `dataref` points to. */
export function fileDownloadCommand(context: CliContext): Command {
  return newCommand(context, 'download')
    .description('fetch what a "dataref" points to')
    .argument('<dataref>', 'as an event tells it: s3://…', place)
    .argument('[path]', 'where to; its own name in this folder unless given')
    .addHelpText(
      'after',
      '\nFor example: sevdesk-relay --stage prod file download s3://bucket/documents/acme/datev-export/e-1.zip',
    )
    .action(async (from: Place, path: string | undefined, _options: unknown, command: Command) => {
      await download(context, { from, path: path ?? basename(from.key) }, command.optsWithGlobals<StageOptions>());
    });
}

async function download(
  context: CliContext,
  { from, path }: { readonly from: Place; readonly path: string },
  options: StageOptions,
): Promise<void> {
  const { events, endpoint } = openStage(context, options);
  const request = s3Requests({ bucket: from.bucket, aws: events.config, endpoint });
  const bytes = await request({ method: 'GET', key: from.key, timeoutMs: TIMEOUT_MS });
  await writeNew(path, bytes ?? new Uint8Array());
  print(context, `${path}: ${bytes?.length} bytes`);
}

/** Nothing is overwritten. */
async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === 'EEXIST' ? 'is there already' : `can't be written (${code})`;
    throw new WrongUsage(`"${path}" ${problem}: give another path behind the dataref.`);
  }
}

function place(dataref: string): Place {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.*[^/])$/.exec(dataref) ?? [];
  if (bucket && key) return { bucket, key };
  throw new InvalidArgumentError('It must be an address such as "s3://bucket/documents/acme/file.zip".');
}
