import type * as v from 'valibot';

/** JSON knows no `undefined`: nothing was given. */
export function isMissing({ kind, input }: v.BaseIssue<unknown>): boolean {
  return kind === 'schema' && input === undefined;
}

/** For schemas that do not say it themselves. Of what is missing the type alone would say nothing that the field's name does not. */
export function whatIsAllowed(issue: v.BaseIssue<unknown>): string {
  return isMissing(issue) ? '' : `must be ${TYPES[issue.type] ?? 'as the contract says'}`;
}

const OBJECT = 'an object';
const TYPES: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  array: 'a list',
  object: OBJECT,
  strict_object: OBJECT,
  record: OBJECT,
  boolean: 'true or false, without quotes',
  number: 'a number, without quotes',
};
