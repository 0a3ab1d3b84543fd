import { rm } from 'node:fs/promises';
import { type Product, startProduct } from '../../infra/local/demo/product.ts';
import { type Witness, witnessOf } from '../../infra/local/demo/witness.ts';
import { type LocalAccount, type LocalAccountOptions, startLocalAccount } from '../../infra/local/local-account.ts';
import { type LocalAssembly, synthesizeLocalStage } from '../../infra/local/synthesize.ts';
import { SandboxControl } from '../sandbox/control.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { type ContractWatch, contractWatch } from './contract-watch.ts';

/** Several relays share a machine while tests run. */
const PATIENCE_MS = 50_000;

/** The whole relay in the local account, a sandbox of sevdesk, and a product that uses both. What breaks the contract fails `see` or `stop`. */
export interface RunningRelay {
  readonly sevdesk: SandboxControl;
  /** The base address of its API. */
  readonly sevdeskUrl: string;
  readonly account: LocalAccount;
  readonly product: Product;
  readonly witness: Witness;
  readonly logLines: readonly string[];
  readonly stop: () => Promise<void>;
}

export interface RelayOptions {
  readonly readOnly?: boolean;
  readonly tickSeconds?: number;
  readonly patienceMs?: number;
  readonly onAccess?: NonNullable<LocalAccountOptions['onAccess']>;
  /** Cloud assemblies of products that run beside it. */
  readonly apps?: readonly string[];
  /** The stack to run, from the address of the sandbox; its folder stays. Synthesized afresh unless given. */
  readonly assembly?: (sevdeskUrl: string) => LocalAssembly;
}

export async function startRelay(options: RelayOptions = {}): Promise<RunningRelay> {
  const { readOnly = false, tickSeconds = 1, patienceMs = PATIENCE_MS, onAccess, apps = [] } = options;
  const sandbox = await startSandbox({ port: 0 });
  const watch = contractWatch();
  const stops: (() => unknown)[] = [watch.check, sandbox.close];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  const logLines: string[] = [];
  const onLog = (_function: string, line: string) => void logLines.push(line);
  try {
    const stage = { sevdeskUrl: sandbox.url, tickSeconds, readOnly };
    const { template, assemblyDir } = options.assembly?.(sandbox.url) ?? (await synthesizeLocalStage(stage));
    if (!options.assembly) stops.push(() => rm(assemblyDir, { recursive: true, force: true }));
    const observed = { onRequest: watch.onRequest, ...(onAccess && { onAccess }) };
    const account = await startLocalAccount({ template, assemblyDir, apps, port: 0, tickSeconds, onLog, ...observed });
    stops.push(account.close);
    const product = await startProduct(account.url);
    stops.push(product.close);
    const witness = checking(witnessOf(product, patienceMs), watch);
    const sevdesk = new SandboxControl(sandbox.controlUrl);
    return { sevdesk, sevdeskUrl: sandbox.url, account, product, witness, logLines, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Who sees an event, or waits for one in vain, is told what broke the contract until then. */
function checking(witness: Witness, { check }: ContractWatch): Witness {
  return { ...witness, see: (type, looked) => witness.see(type, looked).finally(check) };
}

/** A token in the shape of sevdesk's: 32 hexadecimal characters, told apart by the tenant. */
export function tokenOf(tenantId: string): string {
  return Buffer.from(tenantId.padEnd(16, '.')).toString('hex').slice(0, 32);
}
