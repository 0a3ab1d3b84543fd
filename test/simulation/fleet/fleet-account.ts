import type { ResourceName } from '../../../shared/contract/event.ts';
import type { SevdeskRecord } from '../../../shared/domain/sevdesk-record.ts';
import { stampOf } from '../wire-records.ts';

/** Records that were there at the start were changed last so far apart, and the newest one so long before. */
const APART_MS = 600_000;
const BEFORE_MS = 3_600_000;
const FIRST_ID = 100_000_000;

/** The field that people edit. */
const TEXT_FIELD: Readonly<Record<ResourceName, string>> = {
  Contact: 'name',
  ContactAddress: 'street',
  CommunicationWay: 'value',
  AccountingContact: 'debitorNumber',
  Invoice: 'header',
  CreditNote: 'header',
  Order: 'header',
  Voucher: 'description',
  Part: 'name',
  CheckAccount: 'name',
  CheckAccountTransaction: 'paymtPurpose',
  Tag: 'name',
};

/** Documents are drafts, and stay so: edits of their texts are all that happens to them. */
const DRAFTS: Readonly<Partial<Record<ResourceName, Readonly<Record<string, unknown>>>>> = {
  Invoice: { status: '100', invoiceType: 'RE', currency: 'EUR', sumGross: '40', paidAmount: 0 },
  CreditNote: { status: '100', creditNoteType: 'GU', currency: 'EUR', sumGross: '40' },
  Order: { status: '100', orderType: 'AN', currency: 'EUR', sumGross: '40' },
  Voucher: { status: '50', voucherType: 'VOU', creditDebit: 'C', currency: 'EUR', sumGross: '40', paidAmount: 0 },
};

export const FIRST_VERSION = 0;

interface Edit {
  readonly version: number;
  readonly atMs: number;
}

/** The records of one resource of one tenant, made when they are asked for: only what changed since the start is kept. */
export class FleetRecords {
  readonly #resource: ResourceName;
  readonly #startMs: number;
  readonly #initial: number;
  readonly #edits = new Map<number, Edit>();
  /** Records are numbered from 1 on; lists show the highest first. */
  total: number;

  constructor(resource: ResourceName, records: number, startMs: number) {
    this.#resource = resource;
    this.#startMs = startMs;
    this.#initial = records;
    this.total = records;
  }

  /** Answers the version that it has from now on. */
  edit(number: number, atMs: number): number {
    const version = this.versionOf(number) + 1;
    this.#edits.set(number, { version, atMs });
    return version;
  }

  create(atMs: number): number {
    this.total += 1;
    this.edit(this.total, atMs);
    return this.total;
  }

  versionOf(number: number): number {
    return this.#edits.get(number)?.version ?? FIRST_VERSION;
  }

  updatedAt(number: number): number {
    return this.#edits.get(number)?.atMs ?? this.#startMs - BEFORE_MS - (this.#initial - number) * APART_MS;
  }

  /** Numbers of those changed since, the newest first. */
  changedSince(sinceMs: number): number[] {
    const numbers = [...this.#edits.keys()].filter((number) => this.updatedAt(number) >= sinceMs);
    for (let number = this.#initial; number > 0 && this.updatedAt(number) >= sinceMs; number -= 1) {
      if (!this.#edits.has(number)) numbers.push(number);
    }
    return numbers.sort((a, b) => b - a);
  }

  /** The versions of those with these numbers that changed since the start. */
  editsBetween(lowest: number, highest: number): string {
    const edited = [...this.#edits].filter(([number]) => number <= highest && number >= lowest);
    return edited
      .map(([number, { version }]) => `${number}=${version}`)
      .sort()
      .join();
  }

  record(number: number): SevdeskRecord {
    return this.#recordAt(number, this.versionOf(number));
  }

  /** As it was at the start; `undefined` if it was not there. */
  initialRecord(number: number): SevdeskRecord | undefined {
    return number >= 1 && number <= this.#initial ? this.#recordAt(number, FIRST_VERSION) : undefined;
  }

  get initialTotal(): number {
    return this.#initial;
  }

  #recordAt(number: number, version: number): SevdeskRecord {
    const atStart = this.#startMs - BEFORE_MS - (this.#initial - number) * APART_MS;
    const updatedAt = version === FIRST_VERSION ? atStart : this.updatedAt(number);
    return {
      id: idOf(number),
      objectName: this.#resource,
      create: stampOf(Math.min(atStart, this.#startMs)),
      // Tags come without `update`, as documented.
      ...(this.#resource !== 'Tag' && { update: stampOf(updatedAt) }),
      sevClient: { id: '900100', objectName: 'SevClient' },
      ...DRAFTS[this.#resource],
      [TEXT_FIELD[this.#resource]]: `Text ${version}`,
    };
  }
}

export function idOf(number: number): string {
  return String(FIRST_ID + number);
}

export function numberOf(id: string): number {
  return Number(id) - FIRST_ID;
}

/** The version that an event or a record carries. */
export function versionIn(resource: ResourceName, record: Readonly<Record<string, unknown>>): number {
  return Number(String(record[TEXT_FIELD[resource]]).split(' ')[1]);
}
