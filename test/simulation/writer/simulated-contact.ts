import { markerInName, recordName } from './record-name.ts';
import type { SimulatedCommand, Wish } from './simulated-commands.ts';
import { FAILS_OVER } from './simulated-invoice.ts';

/** `contact.upsert` of a customer that is not there yet. */
export const simulatedContact: SimulatedCommand = {
  model: 'Contact',
  creation: 'POST Contact',
  data: (wish) => ({
    externalId: `our ${wish.commandId}`,
    name: recordName(wish.commandId, wish),
    description: descriptionOf(wish),
    ...(wish.flaw === 'unreadable' && { firstName: 'Both an organisation and a person' }),
    ...(wish.flaw === 'refused' && { parent: { externalId: 'nobody' } }),
  }),
  marker: ({ commandId }) => commandId,
  markerOf: ({ name }) => markerInName(name),
  differs: ({ description }, wish) =>
    description === descriptionOf(wish) ? undefined : `it is described as ${description}`,
  writes: () => ['POST Contact'],
  mayBeAmbiguous: () => false,
};

function descriptionOf({ content, flaw }: Wish): string {
  return flaw === 'error' ? FAILS_OVER : `Content ${content}`;
}
