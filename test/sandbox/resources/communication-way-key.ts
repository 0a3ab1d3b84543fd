import type { Resource } from './resource.ts';

const KEYS: readonly (readonly [id: string, name: string, translationCode: string])[] = [
  ['1', 'Privat', 'COMM_WAY_KEY_PRIVATE'],
  ['2', 'Arbeit', 'COMM_WAY_KEY_WORK'],
  ['3', 'Fax', 'COMM_WAY_KEY_FAX'],
  ['4', 'Mobil', 'COMM_WAY_KEY_MOBILE'],
  ['5', ' ', 'COMM_WAY_KEY_EMPTY'],
  ['6', 'Autobox', 'COMM_WAY_KEY_AUTOBOX'],
  ['7', 'Newsletter', 'COMM_WAY_KEY_NEWSLETTER'],
  ['8', 'Rechnungsadresse', 'COMM_WAY_KEY_INVOICE'],
];

/** Kinds of communication ways. Source: sevdesk's documentation, "CommunicationWay"; all codes but that of 2 are assumed. */
export const communicationWayKey: Resource = {
  path: 'CommunicationWayKey',
  model: 'CommunicationWayKey',
  filters: {},
  furnish: (account) => {
    for (const [id, name, translationCode] of KEYS) {
      account.insert('CommunicationWayKey', { id, name, translationCode, sevClient: undefined });
    }
  },
};
