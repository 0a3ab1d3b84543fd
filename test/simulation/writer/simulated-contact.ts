import type { SimulatedCommand, Wish } from './simulated-commands.ts';
import { FAILS_OVER } from './simulated-invoice.ts';

const NAME = /^(\S+) of /;

/** `contact.upsert` of a customer that is not there yet. */
export const simulatedContact: SimulatedCommand = {
  model: 'Contact',
  data: (wish) => ({
    externalId: `our ${wish.commandId}`,
    name: `${wish.commandId} of ${wish.tenantId}`,
    description: descriptionOf(wish),
    ...(wish.flaw === 'unreadable' && { firstName: 'Both an organisation and a person' }),
    ...(wish.flaw === 'refused' && { parent: { externalId: 'nobody' } }),
  }),
  marker: ({ commandId }) => commandId,
  markerOf: ({ name }) => NAME.exec(String(name))?.[1],
  differs(record, wish) {
    if (record.name !== `${wish.commandId} of ${wish.tenantId}`) return `its name is ${record.name}`;
    return record.description === descriptionOf(wish) ? undefined : `it is described as ${record.description}`;
  },
  writes: () => ['POST Contact'],
  mayBeAmbiguous: () => false,
};

function descriptionOf({ content, flaw }: Wish): string {
  return flaw === 'error' ? FAILS_OVER : `Content ${content}`;
}
