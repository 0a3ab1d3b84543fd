const REQUIRED = 20;

/** What to do when this Node (for example `20.11.1`) is too old; undefined when it is not. Imports nothing, so that any Node reads it. */
export function nodeProblem(version: string): string | undefined {
  if (Number.parseInt(version, 10) >= REQUIRED) return undefined;
  return `sevdesk-relay needs Node.js ${REQUIRED} or newer; this is ${version}. Install a newer one from https://nodejs.org and try again.`;
}
