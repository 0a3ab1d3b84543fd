import { DeleteObjectsCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

/** All that the stage's bucket holds of a tenant: its files, and the data of events that were too large. For operators only. */
export interface TenantObjects {
  /** Answers how many there were. */
  purge(tenantId: string): Promise<number>;
}

/** Large data is below the tenant's own name, which may be that of a folder of files, too: a tenant can be called "uploads". */
const LARGE_DATA = /^[^/]+\/evt_[A-Za-z0-9_-]{32}\.json$/;

export function tenantObjects(client: S3Client, bucket: string): TenantObjects {
  return {
    async purge(tenantId) {
      let deleted = 0;
      for (const prefix of [`uploads/${tenantId}/`, `documents/${tenantId}/`]) {
        deleted += await purgeBelow(client, { bucket, prefix }, () => true);
      }
      const large = { bucket, prefix: `${tenantId}/evt_` };
      return deleted + (await purgeBelow(client, large, (key) => LARGE_DATA.test(key)));
    },
  };
}

interface Folder {
  readonly bucket: string;
  readonly prefix: string;
}

/** @throws Error naming the first object that S3 did not delete: it answers success all the same. */
async function purgeBelow(client: S3Client, folder: Folder, mayGo: (key: string) => boolean): Promise<number> {
  const { bucket: Bucket, prefix: Prefix } = folder;
  let deleted = 0;
  let next: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix, ...(next && { ContinuationToken: next }) }),
    );
    const keys = (page.Contents ?? []).flatMap(({ Key }) => (Key !== undefined && mayGo(Key) ? [{ Key }] : []));
    if (keys.length > 0) {
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys } }));
      const [first] = Errors;
      if (first) throw new Error(`S3 did not delete ${first.Key}: ${first.Code}`);
    }
    deleted += keys.length;
    next = page.NextContinuationToken;
  } while (next);
  return deleted;
}
