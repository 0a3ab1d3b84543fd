import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const sandbox = await startSandbox({ port: Number(values.port) });
console.log(`ready ${sandbox.url}`);

for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void sandbox.close());
