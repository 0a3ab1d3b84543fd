import { fitsArn, fitsPattern } from './wildcard.ts';

/** What is known of a call beside action and resource, by condition key. */
export type RequestContext = Readonly<Partial<Record<ConditionKey, string>>>;

export type ConditionKey = (typeof CONDITION_KEYS)[number];
export type ConditionOperator = keyof typeof OPERATORS;

export const CONDITION_KEYS = [
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
  'kms:EncryptionContext:SecretARN',
  'kms:ViaService',
] as const;

const OPERATORS = {
  ArnEquals: fitsArn,
  ArnLike: fitsArn,
  Bool: (wanted: string, given: string) => wanted === given,
  StringEquals: (wanted: string, given: string) => wanted === given,
  StringLike: fitsPattern,
} as const satisfies Record<string, (wanted: string, given: string) => boolean>;

export const CONDITION_OPERATORS = Object.keys(OPERATORS) as readonly ConditionOperator[];

/** Operator → key → allowed values. */
export type Condition = Readonly<
  Partial<Record<ConditionOperator, Readonly<Partial<Record<ConditionKey, readonly string[]>>>>>
>;

/** Every key must have one of its values; a key that the call does not have has none. */
export function holds(condition: Condition, context: RequestContext): boolean {
  return CONDITION_OPERATORS.every((operator) =>
    Object.entries(condition[operator] ?? {}).every(([key, values]) => {
      const given = context[key as ConditionKey];
      return given !== undefined && values.some((value) => OPERATORS[operator](value, given));
    }),
  );
}
