/** @throws RangeError saying where the problem is and what is allowed there */
export function refuse(problem: string): never {
  throw new RangeError(problem);
}

export function requireTexts(place: string, values: unknown): void {
  for (const value of requireEntries(place, values)) {
    if (typeof value !== 'string' || value === '') refuse(`${place}: text that is not empty`);
  }
}

/** An empty list would match nothing. */
export function requireEntries(place: string, values: unknown): readonly unknown[] {
  if (Array.isArray(values) && values.length > 0) return values;
  return refuse(`${place}: a list with at least one entry; leave it out to ask nothing about it`);
}
