import { ofDocument } from '../http/filter.ts';
import type { Resource } from './resource.ts';

/** Positions of orders, made with them. Source: sevdesk's documentation, "OrderPos". */
export const orderPosition: Resource = {
  path: 'OrderPos',
  model: 'OrderPos',
  filters: { 'order[id]': ofDocument('order', 'Order') },
};
