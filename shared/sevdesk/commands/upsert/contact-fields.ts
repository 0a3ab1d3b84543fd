import type { CommandData } from '../../../contract/command.ts';
import { type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import { singleSpaced } from '../../../domain/single-spaced.ts';
import { reference } from '../record/wire-fields.ts';
import type { WantedFields } from './changed-fields.ts';

type ContactData = CommandData<'contact.upsert'>;

/** The same in every account (documentation, "Contact"). */
const CATEGORY_IDS = { supplier: '2', customer: '3', partner: '4', prospect: '28' } as const;
const ACTIVE = 1000;

/** What of a Contact is to be written. `surename` is sevdesk's spelling of the first name. */
export function contactFields(data: ContactData, parentId: string | undefined): WantedFields {
  return {
    name: isPerson(data) ? null : data.name,
    surename: data.firstName,
    familyname: data.lastName,
    category: data.category && reference('Category', CATEGORY_IDS[data.category]),
    parent: parentId === undefined ? undefined : reference('Contact', parentId),
    customerNumber: data.customerNumber,
    vatNumber: data.vatNumber,
    taxNumber: data.taxNumber,
    buyerReference: data.buyerReference,
    description: data.description,
  };
}

/** Body of `POST Contact`: an active customer unless the command says otherwise. */
export function newContact(data: ContactData, parentId: string | undefined, customerNumber: string): WantedFields {
  const { category = 'customer' } = data;
  return { status: ACTIVE, ...contactFields({ ...data, category }, parentId), customerNumber };
}

export function isNamed(data: ContactData): boolean {
  return data.name !== undefined || isPerson(data);
}

/** sevdesk takes what has a `name` for an organisation (documentation, "Contact"). */
function isPerson({ firstName, lastName }: ContactData): boolean {
  return firstName !== undefined || lastName !== undefined;
}

/** Whether a row is called what the command asks for, blanks aside. */
export function isCalledSo(data: ContactData, row: SevdeskRecord): boolean {
  const pairs = [
    [data.name, 'name'],
    [data.firstName, 'surename'],
    [data.lastName, 'familyname'],
  ] as const;
  return pairs.every(([wanted = '', field]) => singleSpaced(wanted) === singleSpaced(scalar(row, field) ?? ''));
}
