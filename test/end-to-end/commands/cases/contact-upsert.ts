import type { CaseWorld, CommandCase } from '../command-case.ts';

/** Everything that one customer is made of, once each. */
const contacts =
  ({ relay, token }: CaseWorld, name: string) =>
  async () => {
    const found = (await relay.sevdesk.records(token, 'Contact')).filter((row) => row.name === name);
    const ids = found.map(({ id }) => id);
    const parts = [
      ...(await relay.sevdesk.records(token, 'ContactAddress')),
      ...(await relay.sevdesk.records(token, 'CommunicationWay')),
    ].filter(({ contact }) => ids.includes((contact as { id: string }).id));
    return parts.length === 3 * found.length ? found.length : Number.NaN;
  };

export const contactUpsert: CommandCase<'contact.upsert'> = {
  type: 'contact.upsert',
  call: { method: 'POST', path: '/Contact' },
  async arrange(world, name) {
    const data = {
      externalId: name,
      name,
      email: 'post@example.com',
      phone: '+49 30 123456',
      address: { street: 'Ring 1', zip: '01067', city: 'Dresden', country: 'DE' },
    };
    return { data, effects: contacts(world, name) };
  },
  result: { resource: 'Contact', created: true },
  invalid: { data: { name: 'Morgenrot GmbH', lastName: 'Muster' }, message: /give either "name"/ },
  async poison(world, name) {
    const data = { id: '1', name };
    return { data, effects: contacts(world, name), reason: 'dependency_missing', message: /no Contact 1/ };
  },
};
