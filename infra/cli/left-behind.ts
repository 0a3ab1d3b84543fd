import { DescribeReplayCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type CliContext, say } from './cli-context.ts';
import { removeEventTap, type TappedBus } from './event-tap.ts';
import { explainError } from './explain-error.ts';
import { unlessGone } from './is-gone.ts';
import { type ReplayBus, removeReplayRule } from './replay-rule.ts';
import { isUnderWay } from './replay-state.ts';
import { type FoundRule, temporaryRules } from './temporary-rule.ts';

type Bus = TappedBus & ReplayBus;

/**
 * Removes what earlier tails and replays left on the bus, when they were killed: only what expired. A replay that EventBridge still
 * carries out keeps its rule. What can't be removed is said, and no reason to stop.
 */
export async function removeLeftBehind(context: CliContext, bus: Bus): Promise<void> {
  const expired = (await temporaryRules(bus)).filter(({ expiresAtMs }) => expiresAtMs <= bus.now());
  for (const rule of expired) {
    try {
      await removeOne(context, bus, rule);
    } catch (error) {
      say(
        context,
        `${rule.name}, which an earlier ${rule.purpose} left behind, could not be removed: ${explainError(error)}`,
      );
    }
  }
}

async function removeOne(context: CliContext, bus: Bus, rule: FoundRule): Promise<void> {
  const { name, purpose } = rule;
  if (purpose === 'tail') await removeEventTap(bus, name);
  else {
    const replayName = replayNameIn(rule);
    if (replayName !== undefined && (await stillRuns(bus.events, replayName))) {
      say(
        context,
        `The replay ${replayName}, whose command was killed, still runs: its rule ${name} stays until it has ended.`,
      );
      return;
    }
    await removeReplayRule(bus, name);
  }
  say(context, `Removed what an earlier ${purpose} left behind: ${name}`);
}

/** It stands in the rule's own pattern: only events of that replay pass. */
function replayNameIn({ pattern }: FoundRule): string | undefined {
  const [name] = [pattern['replay-name']].flat();
  return typeof name === 'string' ? name : undefined;
}

async function stillRuns(events: EventBridgeClient, ReplayName: string): Promise<boolean> {
  try {
    const { State } = await events.send(new DescribeReplayCommand({ ReplayName }));
    return isUnderWay(State);
  } catch (error) {
    unlessGone(error);
    return false;
  }
}
