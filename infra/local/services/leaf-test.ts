export type Scalar = string | number | boolean | null;
export type Json = Scalar | Json[] | { [name: string]: Json };

/** What one matcher asks of one scalar of the event. */
export type LeafTest = (leaf: Scalar) => boolean;

type Refuse = (reason: string) => never;

const textTests: Readonly<Record<string, (wanted: string, refuse: Refuse) => (text: string) => boolean>> = {
  prefix: (wanted) => (text) => text.startsWith(wanted),
  suffix: (wanted) => (text) => text.endsWith(wanted),
  'equals-ignore-case': (wanted) => (text) => text.toLowerCase() === wanted.toLowerCase(),
  wildcard: (wanted, refuse) => {
    const expression = wildcardExpression(wanted, refuse);
    return (text) => expression.test(text);
  },
};

/** Test for a matcher on strings; undefined when `kind` is none. */
export function textTest(kind: string, operand: Json, refuse: Refuse): LeafTest | undefined {
  const compile = Object.hasOwn(textTests, kind) ? textTests[kind] : undefined;
  if (!compile) return undefined;
  const ignoredCase = kind === 'prefix' || kind === 'suffix' ? ignoreCaseOperand(operand) : undefined;
  const wanted = ignoredCase?.toLowerCase() ?? operand;
  if (typeof wanted !== 'string') return refuse(`${kind} must be a string`);
  const test = compile(wanted, refuse);
  return (leaf) => typeof leaf === 'string' && test(ignoredCase === undefined ? leaf : leaf.toLowerCase());
}

function ignoreCaseOperand(operand: Json): string | undefined {
  if (operand === null || typeof operand !== 'object' || Array.isArray(operand)) return undefined;
  const wanted = Object.keys(operand).length === 1 ? operand['equals-ignore-case'] : undefined;
  return typeof wanted === 'string' ? wanted : undefined;
}

function wildcardExpression(wanted: string, refuse: Refuse): RegExp {
  const tokens = wanted.match(/\\[\s\S]?|[\s\S]/g) ?? [];
  const source = tokens.map((token, position) => {
    if (token === '*' && tokens[position - 1] === '*') return refuse('Consecutive wildcard characters');
    if (token === '*') return '[\\s\\S]*';
    if (token.startsWith('\\') && !['\\*', '\\\\'].includes(token))
      return refuse('Invalid escape character in wildcard');
    return token.replace(/[.+?^${}()|[\]/]/, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`);
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** `["=", 5]`, `["<", 10]` or a range of two with its lower bound first, as AWS requires. */
export function numericTest(operand: Json, refuse: Refuse): LeafTest {
  if (!Array.isArray(operand)) return refuse('numeric must be an array');
  const lower = operand.slice(0, 2);
  const upper = operand.slice(2);
  const tests = [comparison(lower, refuse)];
  if (upper.length > 0) {
    requireRange(lower, upper, refuse);
    tests.push(comparison(upper, refuse));
  }
  return (leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf));
}

function comparison(terms: readonly Json[], refuse: Refuse): (value: number) => boolean {
  const [operator, limit, ...rest] = terms;
  const compare = typeof operator === 'string' && Object.hasOwn(comparisons, operator) ? comparisons[operator] : null;
  if (!compare) return refuse(`Unrecognized numeric range operator ${JSON.stringify(operator ?? '')}`);
  if (typeof limit !== 'number') return refuse('numeric operator must be followed by a number');
  if (rest.length > 0) return refuse('Too many elements in numeric expression');
  if (Math.abs(limit) > 5e9) return refuse('numeric value must be between -5.0e9 and 5.0e9');
  return (value) => compare(value, limit);
}

function requireRange(lower: readonly Json[], upper: readonly Json[], refuse: Refuse): void {
  const ordered = String(lower[0]).startsWith('>') && String(upper[0]).startsWith('<');
  if (!ordered) refuse('numeric range must have its lower bound (> or >=) first, then its upper bound (< or <=)');
  if (typeof lower[1] === 'number' && typeof upper[1] === 'number' && lower[1] >= upper[1]) {
    refuse('numeric range must have a lower bound less than its upper bound');
  }
}
