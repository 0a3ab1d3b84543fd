import { SevdeskThrottled } from '../../../shared/domain/sevdesk-error.ts';
import type { SevdeskAnswer, SevdeskCall } from '../../../shared/sevdesk/client.ts';
import type { VirtualTime } from '../../simulation/virtual-time.ts';
import { anInvoice } from '../../support/builders.ts';

const MINUTE_MS = 60_000;

/** One request, when it came in. */
export interface SeenRequest {
  readonly at: number;
  readonly accepted: boolean;
  readonly writes: boolean;
}

const LISTS: Readonly<Record<string, readonly unknown[]>> = {
  SevUser: [{ id: '7', objectName: 'SevUser' }],
  StaticCountry: [{ id: '1', objectName: 'StaticCountry', code: 'de' }],
  Unity: [{ id: '1', objectName: 'Unity', translationCode: 'UNITY_PIECE' }],
};

/** One account in which nothing else changes, and which accepts so many requests in any 60 seconds. Refused ones do not count. */
export class LimitedSevdesk {
  readonly seen: SeenRequest[] = [];
  allowedPerMinute: number;
  readonly #time: VirtualTime;
  #recent: number[] = [];
  #records = 0;

  constructor(time: VirtualTime, allowedPerMinute: number) {
    this.#time = time;
    this.allowedPerMinute = allowedPerMinute;
  }

  /** @throws SevdeskThrottled */
  answer({ method = 'GET', path }: SevdeskCall): SevdeskAnswer {
    const { nowMs } = this.#time;
    this.#recent = this.#recent.filter((at) => at > nowMs - MINUTE_MS);
    const accepted = this.#recent.length < this.allowedPerMinute;
    this.seen.push({ at: nowMs, accepted, writes: method !== 'GET' });
    if (!accepted) throw new SevdeskThrottled({ status: 429 });
    this.#recent.push(nowMs);
    const clock = { dateSeconds: Math.floor(nowMs / 1000), receivedAtMs: Math.floor(nowMs) };
    if (path === 'Invoice/Factory/saveInvoice') return { ...clock, objects: this.#save(), total: undefined };
    if (path === 'Tools/bookkeepingSystemVersion') return { ...clock, objects: { version: '2.0' }, total: undefined };
    const objects = LISTS[path] ?? [];
    return { ...clock, objects, total: objects.length };
  }

  #save() {
    this.#records += 1;
    return { invoice: anInvoice({ id: String(this.#records), invoiceNumber: null }) };
  }
}
