/**
 * The function's variables, read at cold start.
 * @throws Error naming the variables that the stack did not set.
 */
export function readEnvironment<E>(names: readonly (keyof E & string)[]): E {
  const missing = names.filter((name) => process.env[name] === undefined);
  if (missing.length > 0) throw new Error(`The stack did not set ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as E;
}
