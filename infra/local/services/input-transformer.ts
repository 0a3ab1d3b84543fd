import { AwsError } from './aws-error.ts';
import { readJsonPath } from './json-path.ts';

export interface InputTransformer {
  readonly InputPathsMap?: Readonly<Record<string, string>> | undefined;
  readonly InputTemplate: string;
}

export interface TransformerSource {
  readonly event: Readonly<Record<string, unknown>>;
  readonly ruleArn: string;
  readonly ruleName: string;
}

const predefined: Readonly<Record<string, (source: TransformerSource) => unknown>> = {
  'aws.events.rule-arn': ({ ruleArn }) => ruleArn,
  'aws.events.rule-name': ({ ruleName }) => ruleName,
  'aws.events.event.ingestion-time': ({ event }) => event.time,
  'aws.events.event': ({ event: { detail: _, ...withoutDetail } }) => withoutDetail,
  'aws.events.event.json': ({ event }) => event,
};

const token = /\\[\s\S]|"|<([\w.-]+)>/g;

/**
 * Compiles an EventBridge input transformer. Outside quotes a placeholder becomes its JSON value (null when the event has none: AWS
 * leaves it out or writes an empty text, neither of which a target can count on). Inside quotes it becomes its text, **as it is**:
 * "EventBridge doesn't escape values extracted by Input Path" (documentation, "Common issues with transforming input").
 * @param refuse called with the reason for an unknown placeholder or a template that can't become JSON
 * @returns what makes the input of an event; it throws an AwsError `INVALID_JSON` where a value breaks the JSON
 */
export function compileInputTransformer(
  { InputPathsMap = {}, InputTemplate }: InputTransformer,
  refuse: (reason: string) => never,
): (source: TransformerSource) => string {
  const readers = new Map<string, (source: TransformerSource) => unknown>(Object.entries(predefined));
  for (const [name, path] of Object.entries(InputPathsMap)) readers.set(name, ({ event }) => readJsonPath(event, path));
  for (const [, name] of InputTemplate.matchAll(token)) {
    if (name !== undefined && !readers.has(name)) refuse(`InputTemplate has the unknown placeholder <${name}>`);
  }
  if (!isJsonOrQuotedLines(fill(InputTemplate, () => undefined)))
    refuse('InputTemplate is neither JSON nor quoted text');
  return (source) => {
    const input = fill(InputTemplate, (name) => readers.get(name)?.(source));
    if (isJsonOrQuotedLines(input)) return input;
    throw new AwsError('INVALID_JSON', 'What the input transformer makes of this event is no JSON.');
  };
}

function fill(template: string, lookUp: (name: string) => unknown): string {
  let quoted = false;
  return template.replace(token, (found: string, name: string | undefined) => {
    if (found === '"') quoted = !quoted;
    if (name === undefined) return found;
    const value = lookUp(name);
    return quoted ? asText(value) : JSON.stringify(value ?? null);
  });
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function isJsonOrQuotedLines(text: string): boolean {
  return parses(text) || text.split('\n').every((line) => line.trim() === '' || parses(line));
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
