import * as v from 'valibot';

interface RuleTexts {
  /** What is allowed. */
  readonly message: string;
  /** The field that it is told of; the object itself unless given. */
  readonly field?: string;
  /** The schema's metadata say it as well. */
  readonly inSchema?: boolean;
  /** Broken, it leaves nothing to say about what is around it. */
  readonly decisive?: boolean;
}

/** A rule beyond the form of single values, checked once their types are right. The JSON Schema tells it in its description. */
export function rule<T>(
  holds: (value: T) => boolean,
  { message, field, inSchema = false, decisive = false }: RuleTexts,
) {
  const check = v.rawCheck<T>(({ dataset, addIssue }) => {
    if (!dataset.typed || holds(dataset.value)) return;
    addIssue({ message, ...(field && { path: [pathItem(dataset.value, field)] }) });
    // What surrounds a value of the wrong type is not checked any further.
    if (decisive) Object.assign(dataset, { typed: false });
  });
  return { ...check, told: inSchema ? undefined : field ? `\`${field}\`: ${message}` : message };
}

/** A rule that is told of several fields at once; `told` says it whole. */
export function fieldRules<T>(
  broken: (value: T) => readonly { readonly field: string; readonly message: string }[],
  told: string,
) {
  const check = v.rawCheck<T>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const { field, message } of broken(dataset.value)) {
      addIssue({ message, path: [pathItem(dataset.value, field)] });
    }
  });
  return { ...check, told };
}

/** One of the two fields, and not both. */
export function eitherOf<T>(one: keyof T & string, other: keyof T & string, told = `"${one}" or "${other}"`) {
  return rule<T>((given) => (given[one] === undefined) !== (given[other] === undefined), {
    message: `give either ${told}`,
    decisive: true,
  });
}

function pathItem(input: unknown, key: string): v.IssuePathItem {
  return { type: 'unknown', origin: 'value', input, key, value: undefined };
}
