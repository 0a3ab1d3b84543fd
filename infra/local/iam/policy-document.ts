import { z } from 'zod';
import { CONDITION_KEYS, CONDITION_OPERATORS, type Condition } from './condition.ts';

/** One statement of a policy, as far as the local account evaluates it; all that it does not evaluate is refused. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: Condition;
  /** Of resource policies: services, ARNs, or `*`. */
  readonly principals: readonly string[];
}

const text = z.string().refine((value) => !value.includes('${'), 'policy variables are not supported');
const oneOrMore = z.union([text, z.array(text).min(1)]).transform((value) => [value].flat());
/** A shorter one has parts that are not compared: a Deny would deny nothing. */
const resources = oneOrMore.refine(
  (values) => values.every((value) => value === '*' || value.split(':').length >= 6),
  'a resource is "*" or an ARN of six parts',
);
const keys = z.partialRecord(z.enum(CONDITION_KEYS), oneOrMore);

const statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Action: oneOrMore,
    Resource: resources.default(['*']),
    Principal: z
      .union([z.literal('*'), z.strictObject({ AWS: oneOrMore.optional(), Service: oneOrMore.optional() })])
      .optional(),
    Condition: z.partialRecord(z.enum(CONDITION_OPERATORS), keys).default({}),
  })
  .transform(
    ({ Effect, Action, Resource, Principal = {}, Condition }): Statement => ({
      effect: Effect,
      actions: Action,
      resources: Resource,
      condition: Condition as Condition,
      principals: Principal === '*' ? ['*'] : [...(Principal.AWS ?? []), ...(Principal.Service ?? [])],
    }),
  );

/** A policy as a template holds it, its intrinsics worked out. An operator or condition key that is not known is an issue. */
export const policyDocument = z
  .strictObject({
    Version: z.literal('2012-10-17').optional(),
    Statement: z.union([statement, z.array(statement)]).transform((value) => [value].flat()),
  })
  .transform(({ Statement }) => Statement);
