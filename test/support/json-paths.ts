type Json = Record<string, unknown>;

/** The paths of all fields in it; with `objects`, those of objects alone, itself included. */
export function fieldPaths(value: unknown, { objects = false } = {}): readonly (readonly string[])[] {
  const below = (inner: unknown, path: readonly string[]): readonly (readonly string[])[] => {
    if (typeof inner !== 'object' || inner === null) return objects ? [] : [path];
    const own = objects && Array.isArray(inner) ? [] : [path];
    return [...own, ...Object.entries(inner).flatMap(([name, field]) => below(field, [...path, name]))];
  };
  return below(value, []).filter((path) => objects || path.length > 0);
}

/** A copy with this value there. */
export function withAt(value: unknown, [name, ...rest]: readonly string[], field: unknown): Json {
  const copy = copyOf(value);
  if (name !== undefined) copy[name] = rest.length > 0 ? withAt(copy[name], rest, field) : field;
  return copy;
}

/** A copy without that field. */
export function without(value: unknown, [name = '', ...rest]: readonly string[]): Json {
  const copy = copyOf(value);
  if (rest.length > 0) copy[name] = without(copy[name], rest);
  else delete copy[name];
  return copy;
}

function copyOf(value: unknown): Json {
  return (Array.isArray(value) ? [...value] : { ...(value as Json) }) as Json;
}
