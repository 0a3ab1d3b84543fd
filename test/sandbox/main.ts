import { parseArgs } from 'node:util';
import { furnishAccount } from './furnish-account.ts';
import { startSandbox } from './sandbox.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    /** A token: a furnished account is made for it. */
    account: { type: 'string' },
  },
});

const sandbox = await startWhereFree(Number(values.port));
if (values.account) await furnishAccount(sandbox.url, values.account);
console.log(`ready ${sandbox.url}`);

for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void sandbox.close());

/** On another port when the wished one is taken. */
async function startWhereFree(port: number) {
  try {
    return await startSandbox({ port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startSandbox();
  }
}
