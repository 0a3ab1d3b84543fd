/** What CDK apps of products import: `sevdesk-relay/cdk`. It needs aws-cdk-lib and constructs, and nothing else of the relay. */
export type { CommandTemplate } from './command-template.ts';
export { SevdeskRelayCommands } from './relay-commands.ts';
export { SevdeskRelayEvents } from './relay-events.ts';
export { deadLettersOf, type RuleDestination } from './rule-destination.ts';
export type { EventFilter, EventGroup, NumberRange, Subscription, SummaryFilter } from './subscription.ts';
