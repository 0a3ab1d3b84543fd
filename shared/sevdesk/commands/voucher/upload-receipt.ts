import type { CommandData } from '../../../contract/command.ts';
import { CommandRefused, OutcomeUnknown } from '../../../domain/sevdesk-error.ts';
import type { CommandStep, StepContext, StepOutcome } from '../command-plan.ts';
import { onlyOne } from '../record/only-one.ts';

type Context = StepContext<'voucher.create'>;
type VoucherFile = NonNullable<CommandData<'voucher.create'>['file']>;

/** sevdesk does not say how long it keeps an uploaded file that no voucher has: long enough for what follows (assumed). */
const VALID_MS = 600_000;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  xml: 'application/xml',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
};

/**
 * Uploads the receipt that the voucher will have. Of a lost answer nothing is left but a file without a voucher, which harms nobody:
 * it is uploaded again.
 * @param check refuses a voucher that can't be saved, before anything is uploaded
 */
export function uploadStep(check: (context: Context) => Promise<unknown>): CommandStep<'voucher.create'> {
  return {
    name: 'upload',
    applies: ({ file }) => file !== undefined,
    async prepare(context) {
      await check(context);
      const file = await receipt(context.data.file as VoucherFile, context);
      return { kind: 'call', call: { method: 'POST', path: 'Voucher/Factory/uploadTempFile', file }, read: uploaded };
    },
    validMs: VALID_MS,
  };
}

async function receipt({ name, base64, key = '' }: VoucherFile, { files }: Context) {
  const bytes = base64 === undefined ? await files.read(key) : Buffer.from(base64, 'base64');
  if (bytes.length === 0) throw new CommandRefused('invalid_command', `data.file: "${name}" is empty`);
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  return { name, contentType: CONTENT_TYPES[ending] ?? 'application/octet-stream', bytes };
}

/** sevdesk's own name of the file, a hash: it is what a voucher refers to. */
function uploaded(objects: unknown): StepOutcome {
  const { filename } = (onlyOne(objects) ?? {}) as { filename?: unknown };
  if (typeof filename !== 'string' || filename === '')
    throw new OutcomeUnknown('sevdesk answered an uploaded file without its name');
  return { resource: 'TempFile', recordId: filename };
}
