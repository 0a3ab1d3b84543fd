const wholePath = /^\$(?:\.[\w-]+|\[\d+\]|\['[^']+'\])*$/;
const pathStep = /\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g;

/** The simple JSON paths EventBridge inputs use: `$`, `$.detail.items[0].name`, `$.detail['a b']`. No wildcards or filters. */
export function isJsonPath(path: string): boolean {
  return wholePath.test(path);
}

/** The value at `path`, undefined when there is none. */
export function readJsonPath(value: unknown, path: string): unknown {
  let current = value;
  for (const [, name, index, quoted] of path.matchAll(pathStep)) {
    const key = name ?? index ?? quoted ?? '';
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}
