import { bytesAtMost } from '../domain/bytes-at-most.ts';
import { CommandRefused, SevdeskUnavailable } from '../domain/sevdesk-error.ts';

/** More does not fit into the memory of a function. */
const MOST_BYTES = 100_000_000;
const TIMEOUT_MS = 40_000;

export interface DownloadOptions {
  /** Base address of sevdesk's API. */
  readonly baseUrl: string;
  readonly mostBytes?: number;
}

/**
 * Fetches what a link in sevdesk's answers leads to. That is a storage beside its API, for which the link itself is the key: the
 * token does not go along, and no message quotes the link.
 * @throws SevdeskUnavailable when it can't be fetched now, CommandRefused when it can't be at all
 */
export type Download = (link: string) => Promise<Uint8Array>;

export function downloadFrom({ baseUrl, mostBytes = MOST_BYTES }: DownloadOptions): Download {
  return async (link) => {
    const answer = await fetchLink(trusted(link, baseUrl));
    if (!answer.ok) throw refused(answer);
    const bytes = await bytesAtMost(answer.body ?? [], mostBytes).catch(neverArrived);
    if (!bytes) throw tooLarge(mostBytes);
    return bytes;
  };
}

/** Only where sevdesk speaks like that itself, in the local account, is anything but https followed. */
function trusted(link: string, baseUrl: string): URL {
  const url = URL.parse(link);
  if (url?.protocol === 'https:' || (url && url.origin === new URL(baseUrl).origin)) return url;
  const message = 'sevdesk answered a link to its file that is no https address: it was not followed.';
  throw new CommandRefused('rejected_by_sevdesk', message, true);
}

function fetchLink(url: URL): Promise<Response> {
  return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(neverArrived);
}

function neverArrived(): never {
  throw new SevdeskUnavailable('The file that sevdesk made could not be fetched: the connection broke');
}

/** The link is asked for at each try, so an old one is not the reason. */
function refused({ status }: Response): Error {
  const message = `The file that sevdesk made could not be fetched: its storage answered ${status}`;
  return status >= 500 ? new SevdeskUnavailable(message) : new CommandRefused('rejected_by_sevdesk', message, true);
}

function tooLarge(mostBytes: number): CommandRefused {
  const most = mostBytes / 1_000_000;
  const message = `The file that sevdesk made is larger than ${most} MB, which the relay does not fetch: ask for less at once.`;
  return new CommandRefused('unsupported', message);
}
