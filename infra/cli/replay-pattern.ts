import { EVENT_TYPES, type EventType } from '../../shared/contract/event.ts';
import { type CliContext, say } from './cli-context.ts';
import { CommandFailed } from './cli-error.ts';
import { type MatchesPattern, type Narrowed, narrowPattern, type Wish } from './narrow-pattern.ts';
import type { ReplayedRule } from './replayed-rule.ts';

/** What of the rule's events is wanted; what is left out means all of them. */
export interface ReplayWish {
  readonly tenants: readonly string[];
  readonly types: readonly EventType[];
  readonly replayName: string;
}

type Pattern = Narrowed['pattern'];

const TYPE_PATHS: Wish['paths'] = [['detail-type'], ['detail', 'type']];
const TENANT_PATHS: Wish['paths'] = [['detail', 'tenantid']];

/**
 * The rule's pattern, narrowed to what is wanted and to the replay itself, so that no live event passes.
 * @throws CommandFailed when nothing is left of it.
 */
export async function replayPattern(
  context: CliContext,
  { rule, wish }: { readonly rule: ReplayedRule; readonly wish: ReplayWish },
  matches: MatchesPattern,
): Promise<Pattern> {
  const marked = await narrowPattern(rule.pattern, { paths: [['replay-name']], values: [wish.replayName] }, matches);
  if (marked.values.length === 0) {
    throw new CommandFailed(`Rule ${rule.name} takes no replayed events: its pattern says so with "replay-name".`);
  }
  const steps = [
    { wanted: wish.types, paths: TYPE_PATHS, explain: () => typesTaken(rule, matches) },
    { wanted: wish.tenants, paths: TENANT_PATHS, explain: async () => tenantsTaken(rule) },
  ];
  let { pattern } = marked;
  for (const { wanted, paths, explain } of steps) {
    if (wanted.length === 0) continue;
    const narrowed = await narrowPattern(pattern, { paths, values: wanted }, matches);
    const left = wanted.filter((value) => !narrowed.values.includes(value));
    const not = `Rule ${rule.name} does not take ${left.join(', ')}`;
    if (narrowed.values.length === 0) throw new CommandFailed(`${not}. ${await explain()}`);
    if (left.length > 0) say(context, `${not}: the others are replayed.`);
    pattern = narrowed.pattern;
  }
  return pattern;
}

async function typesTaken({ pattern }: ReplayedRule, matches: MatchesPattern): Promise<string> {
  const { values } = await narrowPattern(pattern, { paths: TYPE_PATHS, values: EVENT_TYPES }, matches);
  return values.length > 0 ? `It takes ${values.join(', ')}.` : 'It takes no type that this version knows.';
}

function tenantsTaken({ pattern }: ReplayedRule): string {
  const detail = pattern.detail as { readonly tenantid?: unknown };
  return `Its pattern has "tenantid": ${JSON.stringify(detail.tenantid)}.`;
}
