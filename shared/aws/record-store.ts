import type { RelayEvent } from '../contract/event.ts';
import { type S3Options, s3Requests } from './s3-request.ts';

/**
 * Keeps the whole data of an event that the bus would refuse, and answers where: its `dataref`. The same event is kept in
 * the same place.
 * @throws Error when it is not kept; the event must not be published then.
 */
export type StoreRecord = (event: RelayEvent) => Promise<string>;

export function recordStore(options: S3Options): StoreRecord {
  const request = s3Requests(options);
  return async (event) => {
    // "-" is no tenant id: it stands for none.
    const key = `${event.tenantid ?? '-'}/${event.id}.json`;
    await request({ method: 'PUT', key, contentType: 'application/json', body: JSON.stringify(event.data) });
    return `s3://${options.bucket}/${key}`;
  };
}
