import { markerInName, recordName, recordText } from './record-name.ts';
import type { SimulatedCommand } from './simulated-commands.ts';

/** `part.upsert` of a product that is not there yet. */
export const simulatedPart: SimulatedCommand = {
  model: 'Part',
  creation: 'POST Part',
  data: (wish) => ({
    partNumber: wish.commandId,
    name: recordName(wish.commandId, wish),
    description: recordText(wish),
    unit: wish.flaw === 'refused' ? 'UNITY_OF_NOTHING' : 'UNITY_PIECE',
    ...(wish.flaw === 'unreadable' && { taxRate: '3' }),
  }),
  marker: ({ commandId }) => commandId,
  markerOf: ({ name }) => markerInName(name),
  differs: ({ text }, wish) => (text === recordText(wish) ? undefined : `it is described as ${text}`),
  writes: () => ['POST Part'],
  mayBeAmbiguous: () => false,
};
