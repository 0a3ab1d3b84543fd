import { rm } from 'node:fs/promises';
import { type Product, startProduct } from '../../infra/local/demo/product.ts';
import { type Witness, witnessOf } from '../../infra/local/demo/witness.ts';
import { type LocalAccount, startLocalAccount } from '../../infra/local/local-account.ts';
import { synthesizeLocalStage } from '../../infra/local/synthesize.ts';
import { SandboxControl } from '../sandbox/control.ts';
import { startSandbox } from '../sandbox/sandbox.ts';

/** Several relays share a machine while tests run. */
const PATIENCE_MS = 50_000;

/** The whole relay in the local account, a sandbox of sevdesk, and a product that uses both. */
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

export async function startRelay({
  readOnly = false,
  tickSeconds = 1,
}: {
  readOnly?: boolean;
  tickSeconds?: number;
} = {}): Promise<RunningRelay> {
  const sandbox = await startSandbox({ port: 0 });
  const stage = { sevdeskUrl: sandbox.url, tickSeconds, readOnly };
  const { template, assemblyDir } = await synthesizeLocalStage(stage);
  const logLines: string[] = [];
  const onLog = (_function: string, line: string) => void logLines.push(line);
  const account = await startLocalAccount({ template, assemblyDir, port: 0, tickSeconds, onLog });
  const product = await startProduct(account.url);
  return {
    sevdesk: new SandboxControl(sandbox.controlUrl),
    sevdeskUrl: sandbox.url,
    account,
    product,
    witness: witnessOf(product, PATIENCE_MS),
    logLines,
    async stop() {
      product.close();
      await account.close();
      await sandbox.close();
      await rm(assemblyDir, { recursive: true, force: true });
    },
  };
}

/** A token in the shape of sevdesk's: 32 hexadecimal characters, told apart by the tenant. */
export function tokenOf(tenantId: string): string {
  return Buffer.from(tenantId.padEnd(16, '.')).toString('hex').slice(0, 32);
}
