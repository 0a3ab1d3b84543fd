import { CommandRefused } from '../domain/sevdesk-error.ts';
import { type S3Options, S3Refused, s3Requests } from './s3-request.ts';

/** The files of one tenant in the stage's bucket. Nobody else's can be reached. */
export interface TenantFiles {
  /**
   * What the product put below `uploads/<tenantId>/`.
   * @throws CommandRefused where there is nothing (dependency_missing), or more than the relay hands on
   */
  read(key: string): Promise<Uint8Array>;
  /** Keeps a file below `documents/<tenantId>/` and answers where, as `s3://…`; the same name is the same place. */
  store(file: TenantFile): Promise<string>;
}

export interface TenantFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export const MOST_UPLOADED_BYTES = 20_000_000;
/** Files are larger than what else goes through S3. */
const TIMEOUT_MS = 30_000;
/** S3 denies access to what is not there, unless the asker may list the bucket (documentation of S3, "GetObject"). */
const NOT_THERE = ['NoSuchKey', 'AccessDenied'];

/** Opens a tenant's files: below a prefix of its own, which no key leaves. */
export function tenantFiles(options: S3Options): (tenantId: string) => TenantFiles {
  const { bucket } = options;
  const request = s3Requests(options);
  return (tenantId) => ({
    async read(name) {
      const key = `uploads/${tenantId}/${name}`;
      const where = `s3://${bucket}/${key}`;
      const call = { method: 'GET', key, mostBytes: MOST_UPLOADED_BYTES, timeoutMs: TIMEOUT_MS } as const;
      const bytes = await request(call).catch((error: Error) => {
        throw isNotThere(error) ? notThere(where) : error;
      });
      if (!bytes) throw tooLarge(where);
      return bytes;
    },
    async store({ name, contentType, bytes }) {
      const key = `documents/${tenantId}/${name}`;
      await request({ method: 'PUT', key, contentType, body: bytes, timeoutMs: TIMEOUT_MS });
      return `s3://${bucket}/${key}`;
    },
  });
}

function isNotThere({ cause }: Error): boolean {
  return cause instanceof S3Refused && NOT_THERE.includes(cause.code);
}

function notThere(where: string): CommandRefused {
  const message = `There is no file ${where}, or the relay may not read it: put it there, then redrive.`;
  return new CommandRefused('dependency_missing', message, true);
}

function tooLarge(where: string): CommandRefused {
  const most = MOST_UPLOADED_BYTES / 1_000_000;
  return new CommandRefused('invalid_command', `The file ${where} is too large: at most ${most} MB are allowed.`);
}
