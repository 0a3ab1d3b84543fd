import type { ResourceName } from '../contract/event.ts';
import type { Resource } from '../domain/resource.ts';
import { contact } from './contact.ts';
import { invoice } from './invoice.ts';

/** Everything that is polled. Adding a resource is one file, one fixture and one row here. */
export const resources: Readonly<Record<ResourceName, Resource>> = { Contact: contact, Invoice: invoice };
