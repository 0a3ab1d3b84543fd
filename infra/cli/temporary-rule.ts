import { randomBytes } from 'node:crypto';
import {
  DeleteRuleCommand,
  type EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Rule,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { unlessGone } from './is-gone.ts';
import { listRules } from './list-rules.ts';
import { listTargets } from './list-targets.ts';

/** A rule that is not renewed for so long belongs to a command that was killed. */
const LIFE_MS = 3_600_000;
const RENEWED_EVERY_MS = LIFE_MS / 3;

/** The command that lays it. */
export type Purpose = 'tail' | 'replay';

const LEFTOVERS: Readonly<Record<Purpose, string>> = {
  tail: 'the queue of its name',
  replay: 'what lets it deliver to its targets',
};

/** The bus that temporary rules are laid on. */
export interface RuleBus {
  readonly events: EventBridgeClient;
  readonly busName: string;
  readonly now: () => number;
}

export interface TemporaryRule {
  readonly name: string;
  readonly arn: string;
  readonly aim: (targets: readonly Target[]) => Promise<void>;
  /** Puts its expiry off, now and then: to be called more often than every half hour while it is in use. */
  readonly renew: () => Promise<void>;
}

/** A temporary rule that is there, whoever laid it. */
export interface FoundRule {
  readonly name: string;
  readonly purpose: Purpose;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly expiresAtMs: number;
}

/** A name for a temporary rule of a bus, which nothing else has. */
export function temporaryName(busName: string, purpose: Purpose): string {
  return `${busName}-${purpose}-${randomBytes(4).toString('hex')}`;
}

/**
 * Lays a rule that says in its description until when it is in use, so that any later command can remove what a killed one left.
 * It goes first and is removed last: whatever else there is can be found by it.
 */
export async function putTemporaryRule(
  { events, busName, now }: RuleBus,
  { name, purpose, pattern }: { readonly name: string; readonly purpose: Purpose; readonly pattern: object },
): Promise<TemporaryRule> {
  let renewAtMs = 0;
  const put = async (): Promise<string> => {
    const Description = describe(purpose, now() + LIFE_MS);
    const rule = { Name: name, EventBusName: busName, EventPattern: JSON.stringify(pattern), Description };
    const { RuleArn = '' } = await events.send(new PutRuleCommand(rule));
    renewAtMs = now() + RENEWED_EVERY_MS;
    return RuleArn;
  };
  return {
    name,
    arn: await put(),
    aim: (targets) => aim({ events, busName }, name, targets),
    renew: async () => {
      if (now() >= renewAtMs) await put();
    },
  };
}

/** Whether a rule has a name that we give; who laid it, its description says. */
export function isTemporaryName(name: string, busName: string): boolean {
  return name.startsWith(`${busName}-`) && /^(tail|replay)-[0-9a-f]{8}$/.test(name.slice(busName.length + 1));
}

/** All temporary rules of a bus. Only what has our name *and* says in our words when it expires is one. */
export async function temporaryRules({ events, busName }: RuleBus): Promise<readonly FoundRule[]> {
  const rules = await listRules(events, { busName, prefix: `${busName}-` });
  return rules.flatMap((rule) => readRule(rule, busName));
}

/** Removes a rule with its targets; one that is gone is no mistake. */
export async function removeTemporaryRule({ events, busName }: RuleBus, name: string): Promise<void> {
  try {
    const targets = await listTargets(events, { busName, ruleName: name });
    const Ids = targets.map(({ Id = '' }) => Id);
    // A rule with targets can't be deleted.
    if (Ids.length > 0) await events.send(new RemoveTargetsCommand({ Rule: name, EventBusName: busName, Ids }));
    await events.send(new DeleteRuleCommand({ Name: name, EventBusName: busName }));
  } catch (error) {
    unlessGone(error);
  }
}

async function aim(
  { events, busName }: Pick<RuleBus, 'events' | 'busName'>,
  name: string,
  targets: readonly Target[],
): Promise<void> {
  const request = { Rule: name, EventBusName: busName, Targets: [...targets] };
  const { FailedEntries = [] } = await events.send(new PutTargetsCommand(request));
  const [failed] = FailedEntries;
  // PutTargets answers success when targets were refused.
  if (failed) throw new Error(`EventBridge refused the target ${failed.TargetId}: ${failed.ErrorMessage}`);
}

function describe(purpose: Purpose, expiresAtMs: number): string {
  const until = new Date(expiresAtMs).toISOString();
  return `Temporary, of "sevdesk-relay ${purpose}", until ${until}: the next tail or replay then removes it with ${LEFTOVERS[purpose]}.`;
}

function readRule({ Name = '', Description = '', EventPattern = '{}' }: Rule, busName: string): FoundRule[] {
  const [, purpose, until = ''] = /^Temporary, of "sevdesk-relay (tail|replay)", until (\S+):/.exec(Description) ?? [];
  const isOurs = isTemporaryName(Name, busName) && Name.startsWith(`${busName}-${purpose}-`);
  const expiresAtMs = Date.parse(until);
  if (!isOurs || Number.isNaN(expiresAtMs)) return [];
  return [{ name: Name, purpose: purpose as Purpose, pattern: JSON.parse(EventPattern), expiresAtMs }];
}
