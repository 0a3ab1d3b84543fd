import * as z from 'zod/mini';

/** Long enough for any path and list of ours, short enough for a log line, whatever a message holds. */
const MOST_CHARACTERS = 400;
const MOST_UNKNOWN_CHARACTERS = 100;
const LEFT_OPEN = 'Invalid input';

export interface IssuePlace {
  /** Where the checked value stands in what was sent. */
  readonly path: readonly PropertyKey[];
  /** What to call the value itself, for an issue that concerns all of it. */
  readonly whole: string;
}

/** What a schema has to tell, so that its issues can be described: hand it to `safeParse`. */
export const DESCRIBABLE: z.core.ParseContext<z.core.$ZodIssue> = {
  reportInput: true,
  // Which fields there are is known only here, where the schema is at hand.
  error: (issue) => (issue.code === 'unrecognized_keys' ? unknownFields(issue.keys, issue.inst) : undefined),
};

/** A problem that the contract's schemas found, in a line: where, and what is allowed there. */
export function describeIssue(issue: z.core.$ZodIssue, { path, whole }: IssuePlace): string {
  const where = [...path, ...issue.path].map(String).join('.') || whole;
  return `${where.slice(0, MOST_CHARACTERS)}: ${whatIsWrong(issue).slice(0, MOST_CHARACTERS)}`;
}

function unknownFields(keys: readonly string[], schema: unknown): string {
  const allowed = schema instanceof z.ZodMiniObject ? Object.keys(schema.shape).join(', ') : '';
  return `unknown ${keys.join(', ').slice(0, MOST_UNKNOWN_CHARACTERS)}; allowed: ${allowed}`;
}

function whatIsWrong(issue: z.core.$ZodIssue): string {
  if (!isMissing(issue)) return whatIsAllowed(issue);
  // The type alone would say nothing that the field's name does not.
  const isPlain = issue.code === 'invalid_type' && issue.message === LEFT_OPEN;
  return isPlain ? 'is required' : `is required: ${whatIsAllowed(issue)}`;
}

/** JSON knows no `undefined`: nothing was given. */
function isMissing({ code, input }: z.core.$ZodIssue): boolean {
  return (code === 'invalid_type' || code === 'invalid_value') && input === undefined;
}

function whatIsAllowed(issue: z.core.$ZodIssue): string {
  if (issue.message !== LEFT_OPEN) return issue.message;
  switch (issue.code) {
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  array: 'a list',
  object: 'an object',
  boolean: 'true or false, without quotes',
  number: 'a number, without quotes',
  int: 'a whole number',
};
