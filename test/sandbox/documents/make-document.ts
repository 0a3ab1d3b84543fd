import type { Account } from '../account.ts';
import type { NewRecord } from '../resources/resource.ts';
import { type Fields, pick, type WireRecord, wireFields, writeFields } from '../wire-record.ts';
import { saveDiscount } from './discounts.ts';
import { documentSumFields, savePosition } from './positions.ts';
import { someContact } from './some-contact.ts';

/** What a document is made of where nothing else is told. */
const EXAMPLE_POSITION = { name: 'Beratung', quantity: '1', price: '100', taxRate: '19' };

export interface NewDocument extends NewRecord {
  readonly model: string;
  readonly defaults: Fields;
}

/** As the web interface would: any fields, no validation, `positions` and `discounts` among them; sums follow, unless told. */
export function makeDocument(account: Account, { model, defaults, fields, atMs }: NewDocument): WireRecord {
  const { positions, discounts, ...rest } = fields;
  const document = account.insert(model, wireFields(defaults, rest), atMs);
  const saved = positionsIn(positions).map((position) =>
    savePosition(account, document, { ...EXAMPLE_POSITION, ...position }),
  );
  const taken = fieldsIn(discounts).map((discount) => saveDiscount(account, document, discount));
  const sums = documentSumFields(document, saved, taken);
  writeFields(document, { ...sums, ...pick(rest, Object.keys(sums)) });
  return document;
}

/** The positions somebody told, or one without wishes. */
export function positionsIn(positions: unknown): readonly Fields[] {
  const told = fieldsIn(positions);
  return told.length > 0 ? told : [{}];
}

function fieldsIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value : [];
}

/** Who it is for and how it is taxed, where nothing else is told. */
export function customerFields(account: Account, record: NewRecord): Fields {
  return {
    ...someContact(account, record),
    addressCountry: { id: '1', objectName: 'StaticCountry' },
    taxRule: { id: '1', objectName: 'TaxRule' },
    taxText: 'Umsatzsteuer 19%',
  };
}

/** The account's owner as the one who made a document and is asked about it. */
export function ownerFields(account: Account): Fields {
  const user = { id: account.first('SevUser')?.id, objectName: 'SevUser' };
  return { createUser: user, contactPerson: user };
}
