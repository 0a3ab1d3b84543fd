import type { RelayEvent } from '../../../shared/contract/event.ts';
import { eventSections } from '../../docs/render-events.ts';

/** An event of each type, as the documentation shows it. */
export const EXAMPLES: readonly RelayEvent[] = eventSections().flatMap(({ events }) =>
  events.map(({ example }) => JSON.parse(JSON.stringify(example)) as RelayEvent),
);

/** As EventBridge gives it to rules. */
export function told(detail: RelayEvent): object {
  return { source: 'sevdesk-relay', 'detail-type': detail.type, detail };
}
