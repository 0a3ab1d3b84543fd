/** Of how one value is read, how an option is read that may be repeated: each value is kept once, in the order in which they were given. */
export function eachOnce<T>(read: (value: string) => T): (value: string, before?: readonly T[]) => readonly T[] {
  return (value, before = []) => [...new Set([...before, read(value)])];
}
