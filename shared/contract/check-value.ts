import * as v from 'valibot';
import { isUnknownField } from './json-object.ts';
import { isMissing, whatIsAllowed } from './what-is-allowed.ts';

/** Long enough for any path and list of ours, short enough for a log line, whatever a message holds. */
const MOST_CHARACTERS = 400;

export interface IssuePlace {
  /** Where the checked value stands in what was sent. */
  readonly path: readonly PropertyKey[];
  /** What to call the value itself, for an issue that concerns all of it. */
  readonly whole: string;
}

export type CheckedValue<T> = { readonly value: T } | { readonly problems: readonly string[] };

/** Checks a value against a schema of the contract. Each problem is a line: where, and what is allowed there; never what was sent. */
export function checkValue<T extends v.GenericSchema>(
  schema: T,
  value: unknown,
  place: IssuePlace,
): CheckedValue<v.InferOutput<T>> {
  const { success, output, issues } = v.safeParse(schema, value, { message: whatIsAllowed });
  return success ? { value: output } : { problems: issues.map((issue) => describeIssue(issue, place)) };
}

function describeIssue(issue: v.BaseIssue<unknown>, { path, whole }: IssuePlace): string {
  const steps = (issue.path ?? []).map(({ key }) => key);
  const where = [...path, ...(isUnknownField(issue) ? steps.slice(0, -1) : steps)].map(String).join('.') || whole;
  return `${where.slice(0, MOST_CHARACTERS)}: ${whatIsWrong(issue).slice(0, MOST_CHARACTERS)}`;
}

function whatIsWrong(issue: v.BaseIssue<unknown>): string {
  if (!isMissing(issue)) return issue.message;
  return issue.message ? `is required: ${issue.message}` : 'is required';
}
