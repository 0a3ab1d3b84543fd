import { markerInName, recordName, recordText } from './record-name.ts';
import type { SimulatedCommand } from './simulated-commands.ts';

/** `contact.upsert` of a customer that is not there yet. */
export const simulatedContact: SimulatedCommand = {
  model: 'Contact',
  creation: 'POST Contact',
  data: (wish) => ({
    externalId: `our ${wish.commandId}`,
    name: recordName(wish.commandId, wish),
    description: recordText(wish),
    ...(wish.flaw === 'unreadable' && { firstName: 'Both an organisation and a person' }),
    ...(wish.flaw === 'refused' && { parent: { externalId: 'nobody' } }),
  }),
  marker: ({ commandId }) => commandId,
  markerOf: ({ name }) => markerInName(name),
  differs: ({ description }, wish) =>
    description === recordText(wish) ? undefined : `it is described as ${description}`,
  writes: () => ['POST Contact'],
  mayBeAmbiguous: () => false,
};
