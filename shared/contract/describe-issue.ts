import type * as z from 'zod/mini';

/** Long enough for any path and list of ours, short enough for a log line, whatever a message holds. */
const MOST_CHARACTERS = 300;

export interface IssuePlace {
  /** Where the checked value stands in what was sent. */
  readonly path: readonly PropertyKey[];
  /** What to call the value itself, for an issue that concerns all of it. */
  readonly whole: string;
}

/** A problem that the contract's schemas found, in a line: where, and what is allowed there. */
export function describeIssue(issue: z.core.$ZodIssue, { path, whole }: IssuePlace): string {
  const where = [...path, ...issue.path].map(String).join('.') || whole;
  return `${where.slice(0, MOST_CHARACTERS)}: ${whatIsWrong(issue).slice(0, MOST_CHARACTERS)}`;
}

function whatIsWrong(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown ${issue.keys.join(', ')}`;
  if (issue.message !== 'Invalid input') return issue.message;
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
  }
  if (issue.code === 'invalid_type') return `must be ${issue.expected}`;
  return issue.message;
}
