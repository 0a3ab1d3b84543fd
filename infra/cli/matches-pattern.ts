import { type EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import type { MatchesPattern } from './narrow-pattern.ts';

/** What EventBridge asks of an event that it is to test. */
const ENVELOPE = {
  id: 'test',
  account: '000000000000',
  source: 'sevdesk-relay',
  time: '2026-01-01T00:00:00Z',
  region: 'eu-central-1',
  resources: [],
  'detail-type': 'test',
};

/** Asks EventBridge itself, so that no matcher is understood in another way than there. */
export function matchesPattern(events: EventBridgeClient): MatchesPattern {
  return async (pattern, event) => {
    const test = { EventPattern: JSON.stringify(pattern), Event: JSON.stringify({ ...ENVELOPE, ...event }) };
    return (await events.send(new TestEventPatternCommand(test))).Result === true;
  };
}
