/** Texts, and what opens and closes an object; a text before a colon is a name. */
const TOKEN = /("[^"\\]*(?:\\.[^"\\]*)*")\s*(:?)|[{}]/gs;

/**
 * Why JSON is no command that names something twice in one object. `JSON.parse` takes the last one and says nothing, and whoever puts values
 * into a text without escaping them, as EventBridge does, lets a value end its text and name a tenant of its own.
 * @param json text that `JSON.parse` takes
 */
export function repeatedProblem(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (text && colon) {
      const name: string = JSON.parse(text);
      const names = open.at(-1);
      if (names?.has(name)) return 'command: names a field twice; each may stand once in its object';
      names?.add(name);
    }
  }
  return undefined;
}
