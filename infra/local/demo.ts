import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { SandboxControl } from '../../test/sandbox/control.ts';
import { BREAKABLE_PARTS, type BreakablePart, breakPart } from './demo/break-part.ts';
import { playStory } from './demo/play-story.ts';
import { startProduct } from './demo/product.ts';
import { witnessOf } from './demo/witness.ts';
import { startLocalAccount } from './local-account.ts';
import { openFunctionLog } from './runtime/function-log-file.ts';
import { startSandboxProcess } from './runtime/sandbox-process.ts';
import { synthesizeLocalStage } from './synthesize.ts';

const LOG_FILE = join(import.meta.dirname, '..', '..', '.local', 'demo.log');

/** The whole relay on this machine, and a story told as it happens; ends with 0 only if every step was observed. */
async function demo(part: BreakablePart | undefined): Promise<void> {
  const stops: (() => unknown)[] = [];
  try {
    console.log(`Starting a sevdesk sandbox and the relay on this machine${part ? `, with a broken ${part}` : ''} …`);
    const log = openFunctionLog(LOG_FILE);
    stops.push(log.close);
    const sandbox = await startSandboxProcess((line) => log.write('sandbox', line));
    stops.push(sandbox.stop);
    const choices = { sevdeskUrl: sandbox.url, tickSeconds: 1, readOnly: false };
    const { template, assemblyDir } = await synthesizeLocalStage(choices);
    stops.push(() => rm(assemblyDir, { recursive: true, force: true }));
    const played = part ? breakPart(template, part) : template;
    const account = await startLocalAccount({
      template: played,
      assemblyDir,
      port: 0,
      tickSeconds: 1,
      onLog: log.write,
    });
    stops.push(account.close);
    const product = await startProduct(account.url);
    stops.push(product.close);
    await playStory({ sevdesk: new SandboxControl(sandbox.url), product, witness: witnessOf(product) });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

const options = new Command('npm run demo --')
  .description('Runs the whole relay on this machine and tells a story with it.')
  .addOption(new Option('--break <part>', 'break a part on purpose: the demo must notice').choices(BREAKABLE_PARTS))
  .exitOverride();
try {
  const { break: part } = options.parse().opts<{ break?: BreakablePart }>();
  const start = performance.now();
  await demo(part);
  console.log(
    `\nEvery step was observed, in ${((performance.now() - start) / 1000).toFixed(0)} s. Next: npm start, and README.md.`,
  );
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  console.error(
    `\n${error instanceof Error ? error.message : String(error)}\nWhat the functions logged is in ${LOG_FILE}`,
  );
  process.exit(1);
}
