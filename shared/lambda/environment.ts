/**
 * The function's variables. Each is checked when it is read, which handlers do at cold start.
 * @throws Error naming a variable that the stack did not set.
 */
export function readEnvironment<E extends object>(): E {
  return new Proxy({} as E, {
    get(_target, name) {
      const value = process.env[String(name)];
      if (value === undefined) throw new Error(`The stack did not set ${String(name)}`);
      return value;
    },
  });
}
