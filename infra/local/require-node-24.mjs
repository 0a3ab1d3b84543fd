// Plain JavaScript, preloaded by the npm scripts: an older Node could not even read the TypeScript that comes next.
const REQUIRED = 24;
if (Number.parseInt(process.versions.node, 10) < REQUIRED) {
  console.error(
    `sevdesk-relay needs Node.js ${REQUIRED} or later, and this is ${process.versions.node}. ` +
      'On Linux (x64) "npm ci" brings it; elsewhere install it from https://nodejs.org.',
  );
  process.exit(1);
}
