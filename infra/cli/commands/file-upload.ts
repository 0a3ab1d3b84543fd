import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import * as v from 'valibot';
import { s3Requests } from '../../../shared/aws/s3-request.ts';
import { MOST_UPLOADED_BYTES } from '../../../shared/aws/tenant-files.ts';
import { uploadKey } from '../../../shared/contract/commands/voucher.ts';
import { knownTenant } from '../../../shared/operations/known-tenant.ts';
import { bucketName } from '../bucket-option.ts';
import { type CliContext, print } from '../cli-context.ts';
import { WrongUsage } from '../cli-error.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { stageBucket } from '../stage-bucket.ts';
import { checkTenantId } from '../tenant-id.ts';

interface UploadOptions extends StageOptions {
  readonly key?: string;
  readonly bucket?: string;
  readonly json?: boolean;
}

/** Long enough for a slow line. */
const TIMEOUT_MS = 120_000;

/** `file upload`: puts a file where commands of a tenant find it. */
export function fileUploadCommand(context: CliContext): Command {
  return newCommand(context, 'upload')
    .description('put a file where a "voucher.create" of the tenant finds it')
    .argument('<tenantId>')
    .argument('<path>')
    .option('--key <key>', 'its key; its own name unless given')
    .option('--bucket <name>', "name or ARN of the stage's bucket, if it is not found", bucketName)
    .option('--json', 'only the "file" of a command, as JSON')
    .addHelpText('after', '\nFor example: sevdesk-relay --stage prod file upload acme receipt.pdf')
    .action(async (tenantId: string, path: string, _options: unknown, command: Command) => {
      await upload(context, { tenantId: checkTenantId(tenantId), path }, command.optsWithGlobals<UploadOptions>());
    });
}

async function upload(
  context: CliContext,
  { tenantId, path }: { readonly tenantId: string; readonly path: string },
  options: UploadOptions,
): Promise<void> {
  const name = basename(path);
  const key = checkKey(options.key ?? name);
  const body = await readUpload(path);
  const stage = openStage(context, options);
  await knownTenant(stage.tenants, tenantId);
  const bucket = await stageBucket(stage, options.bucket);
  const request = s3Requests({ bucket, aws: stage.events.config, endpoint: stage.endpoint });
  const place = `uploads/${tenantId}/${key}`;
  await request({ method: 'PUT', key: place, contentType: 'application/octet-stream', body, timeoutMs: TIMEOUT_MS });
  const file = JSON.stringify({ name, key });
  print(
    context,
    options.json ? file : `Uploaded to s3://${bucket}/${place}. In the data of a command: "file": ${file}`,
  );
}

function checkKey(key: string): string {
  const { success, issues } = v.safeParse(uploadKey, key);
  if (success) return key;
  throw new WrongUsage(`"${key}" can't be the key of a file: ${issues[0].message}. Give another one with --key.`);
}

async function readUpload(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch(({ code }: NodeJS.ErrnoException) => {
    throw new WrongUsage(`"${path}" can't be read (${code}).`);
  });
  if (bytes.length > 0 && bytes.length <= MOST_UPLOADED_BYTES) return bytes;
  const most = MOST_UPLOADED_BYTES / 1_000_000;
  throw new WrongUsage(`"${path}" has ${bytes.length} bytes: a file of 1 byte to ${most} MB is allowed.`);
}
