import { Annotations } from 'aws-cdk-lib';
import { EventBus, type EventPattern, type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { EVENT_TYPES, type EventType, relayNames } from '../../shared/contract/contract.ts';
import { checkSubscription } from './check-subscription.ts';
import { type EventMethods, eventMethodName } from './event-methods.ts';
import { type RuleDestination, ruleTarget } from './rule-destination.ts';
import type { EventFilter, EventGroup, Subscription } from './subscription.ts';
import { type AnySubscription, subscriptionPattern } from './subscription-pattern.ts';

/** What EventBridge takes unless a higher quota was asked for. */
const PATTERN_CHARACTERS = 2048;

/** The methods are added below the class, one for each type of the contract. */
const WithEventMethods = Construct as unknown as new (scope: Construct, id: string) => Construct & EventMethods;

/**
 * The events of one stage, for rules in any stack of the same account and region. Beside `on` there is a method for each event type:
 * `onInvoicePaid(id, target, filter)`.
 */
export class SevdeskRelayEvents extends WithEventMethods {
  /** For rules of your own. */
  readonly bus: IEventBus;

  private constructor(scope: Construct, id: string, stage: string) {
    const { bus } = relayNames(stage);
    super(scope, id);
    this.bus = EventBus.fromEventBusName(this, 'Bus', bus);
  }

  /**
   * The events of a stage that is deployed already; the same again when asked twice in a scope.
   * @throws RangeError when the stage is not allowed
   */
  static fromStage(scope: Construct, stage: string, id?: string): SevdeskRelayEvents {
    const ownId = id ?? `SevdeskRelayEvents-${stage}`;
    const known = id === undefined ? scope.node.tryFindChild(ownId) : undefined;
    return known instanceof SevdeskRelayEvents ? known : new SevdeskRelayEvents(scope, ownId, stage);
  }

  /**
   * A rule for events of these types that fulfil the other conditions. Targets that are queues or functions come with dead letters.
   * @throws RangeError for what would match nothing, saying what is allowed
   */
  on<const W extends EventType | EventGroup>(
    id: string,
    subscription: Subscription<W>,
    ...targets: readonly RuleDestination[]
  ): Rule {
    const eventPattern = this.pattern(subscription);
    const { ruleName } = subscription;
    const named = ruleName === undefined ? {} : { ruleName };
    const rule = new Rule(this, id, { eventBus: this.bus, eventPattern, targets: targets.map(ruleTarget), ...named });
    const { length } = JSON.stringify(eventPattern);
    if (length > PATTERN_CHARACTERS) warnOfSize(rule, length);
    return rule;
  }

  /**
   * The pattern alone, for rules of your own on `bus`.
   * @throws RangeError for what would match nothing, saying what is allowed
   */
  pattern<const W extends EventType | EventGroup>(subscription: Subscription<W>): EventPattern {
    checkSubscription(subscription as AnySubscription);
    return subscriptionPattern(subscription as AnySubscription);
  }
}

function warnOfSize(rule: Rule, length: number): void {
  Annotations.of(rule).addWarningV2(
    'sevdesk-relay:pattern-size',
    `The pattern has ${length} characters, and EventBridge takes ${PATTERN_CHARACTERS} unless a higher quota was asked for: make several rules of it.`,
  );
}

for (const type of EVENT_TYPES) {
  const value = function (this: SevdeskRelayEvents, id: string, target: RuleDestination, filter?: EventFilter): Rule {
    return this.on(id, { ...filter, types: [type] }, target);
  };
  Object.defineProperty(SevdeskRelayEvents.prototype, eventMethodName(type), { value });
}
