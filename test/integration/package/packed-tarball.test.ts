import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFences } from '../../documents/read-fences.ts';
import { createQueue, type LocalAccount, receive, startLocalAccount } from '../local/local-account.ts';
import { type ConsumerProject, consumerProject } from './consumer-project.ts';

/** What the whole contract may add to a product's bundle. */
const CONTRACT_BYTES = 30_000;
const PROJECT = join(import.meta.dirname, '..', '..', '..');
const TSC = join(PROJECT, 'node_modules', 'typescript', 'bin', 'tsc');
const DOCUMENT = join(PROJECT, 'docs', 'package.md');

let folder: string;
let consumer: ConsumerProject;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relay-consumer-'));
  consumer = await consumerProject(folder);
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('is installed with its one dependency', async () => {
    const packages = (await readdir(join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'));
    expect(packages).toEqual(['sevdesk-relay', 'valibot']);
  });

  it('holds the tool, the contract, what sends commands, the constructs, and nothing else', async () => {
    const allowed = [
      /^(package\.json|README\.md|LICENSE)$/,
      /^dist\/(cli|chunks\/[\w-]+)\.js$/,
      /^dist\/shared\/contract\/([\w-]+\/)?[\w-]+\.(js|d\.ts)$/,
      /^dist\/infra\/package\/(client|send-command|command-queue-url)\.(js|d\.ts)$/,
      /^dist\/infra\/consumer\/[\w-]+\.(js|d\.ts)$/,
      /^shared\/contract\/(schemas\/[\w.]+\.json|asyncapi\.yaml)$/,
    ];
    const files = await packedFiles();
    expect(files.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([]);
    for (const pattern of allowed) expect(files.filter((file) => pattern.test(file))).not.toEqual([]);
  });

  it('has each file that it exports', async () => {
    const manifest = JSON.parse(await readFile(join(packageFolder(), 'package.json'), 'utf8'));
    const files = await packedFiles();
    const targets = Object.values<string | Record<string, string>>(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? target : [target.types, target.default],
    );
    const missing = targets.filter((target) => !files.includes(String(target).slice('./'.length)));
    expect(missing).toEqual(['./shared/contract/schemas/*.json']);
  });

  it('keeps the words about what it exports', async () => {
    const types = await readFile(join(packageFolder(), 'dist/infra/package/send-command.d.ts'), 'utf8');
    expect(types).toContain('@throws InvalidCommand');
  });
});

describe('the tool', () => {
  const relay = (args: readonly string[], env?: NodeJS.ProcessEnv) =>
    consumer.run('npx', ['--no-install', 'sevdesk-relay', ...args], env);

  it('shows its help', async () => {
    expect(await relay(['--help'])).toContain('Usage: sevdesk-relay [options] [command]');
  });

  it('gets as far as the network, with all of the SDK inside', async () => {
    const failed = relay(['--stage', 'local', 'status'], { ...process.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nothing answers at 127.0.0.1:1. Is "npm start" running?'),
    });
  });

  it('finds no credentials on AWS, and says so', async () => {
    const nowhere = {
      AWS_CONFIG_FILE: '/none',
      AWS_SHARED_CREDENTIALS_FILE: '/none',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const env = { PATH: process.env.PATH, HOME: folder, AWS_REGION: 'eu-central-1', ...nowhere };
    const failed = relay(['--stage', 'dev', 'status'], env);
    await expect(failed).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('No AWS credentials') });
  });
});

describe('the contract', () => {
  it('loads its own files and valibot, and is small', async () => {
    const { inputs, bytes } = await bundled("export * from 'sevdesk-relay/contract';");
    const own = /node_modules\/(sevdesk-relay\/dist\/shared\/contract|valibot)\//;
    expect(inputs.filter((input) => !own.test(input))).toEqual([]);
    expect(bytes).toBeLessThanOrEqual(CONTRACT_BYTES);
  });

  it('comes without what is not used', async () => {
    expect((await bundled("export { relayNames } from 'sevdesk-relay/contract';")).bytes).toBeLessThan(1000);
  });

  it.each(['--input-type=module', '--input-type=commonjs'])(
    'is loaded by Node as a module of either kind: %s',
    async (kind) => {
      const load = kind.endsWith('module') ? 'await import' : 'require';
      const script = `const { EVENT_TYPES } = ${load}('sevdesk-relay/contract'); console.log(EVENT_TYPES.length > 50);`;
      expect(await consumer.run(process.execPath, [kind, '--eval', script])).toBe('true\n');
    },
  );

  it('brings its schemas and its AsyncAPI document', async () => {
    const script = `
      import { readFileSync } from 'node:fs';
      import { fileURLToPath } from 'node:url';
      import paid from 'sevdesk-relay/schemas/invoice.paid.json' with { type: 'json' };
      const document = readFileSync(fileURLToPath(import.meta.resolve('sevdesk-relay/asyncapi.yaml')), 'utf8');
      console.log(paid.$schema, document.split('\\n').find((line) => line.startsWith('asyncapi:')));`;
    const printed = await consumer.run(process.execPath, ['--input-type=module', '--eval', script]);
    expect(printed).toMatch(/^https:\/\/json-schema\.org\/draft\/2020-12\/schema asyncapi: ["']?3\.0\.0/);
  });
});

describe('a product', () => {
  let account: LocalAccount;
  beforeAll(async () => {
    await consumer.addPeers();
    account = await startLocalAccount();
  });
  afterAll(() => account.endpoint.close());

  it('compiles strictly against it, as its chapter shows it, declarations of libraries included', async () => {
    const fences = readFences(await readFile(DOCUMENT, 'utf8')).filter(({ info }) => info === 'ts');
    expect(fences.length).toBeGreaterThan(1);
    for (const { line, text } of fences) await writeFile(join(folder, `package-md-${line}.ts`), text);
    const compiled = consumer.run(process.execPath, [TSC, '--project', '.']);
    expect(await compiled.catch(({ stdout }) => stdout)).toBe('');
  }, 240_000);

  it('parses an event and sends a command', async () => {
    const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
    const queueUrl = await createQueue(account, 'sevdesk-relay-local-commands.fifo', fifo);
    const env = {
      AWS_ENDPOINT_URL: account.endpoint.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    const printed = await consumer.run(process.execPath, ['product.ts', JSON.stringify(paidInvoice)], env);
    const message = await receive(account, queueUrl);
    expect(JSON.parse(printed)).toEqual({
      amount: 46.65,
      unknown: true,
      refused: [expect.stringMatching(/^tenantId: /)],
      messageId: message?.MessageId,
    });
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({ commandId: 'deal-7', version: 1 });
  });

  it('synthesizes a stack with its rule', async () => {
    const [pattern] = JSON.parse(await consumer.run(process.execPath, ['stack.ts']));
    expect(pattern).toEqual({ source: ['sevdesk-relay'], 'detail-type': ['invoice.paid'] });
  });
});

async function bundled(contents: string): Promise<{ inputs: readonly string[]; bytes: number }> {
  const stdin = { contents, resolveDir: folder };
  const options = { bundle: true, format: 'esm', minify: true, metafile: true, write: false } as const;
  const { metafile, outputFiles } = await build({ stdin, ...options });
  const inputs = Object.keys(metafile.inputs).filter((input) => input !== '<stdin>');
  return { inputs, bytes: outputFiles[0]?.contents.length ?? 0 };
}

const packageFolder = () => join(folder, 'node_modules', 'sevdesk-relay');

async function packedFiles(): Promise<readonly string[]> {
  const entries = await readdir(packageFolder(), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(packageFolder(), join(parentPath, name)));
}

const paidInvoice = {
  version: '0',
  source: 'sevdesk-relay',
  'detail-type': 'invoice.paid',
  detail: {
    specversion: '1.0',
    id: `evt_${'a'.repeat(32)}`,
    source: 'urn:sevdesk-relay:local:acme',
    type: 'invoice.paid',
    subject: 'Invoice/4711',
    time: '2026-11-20T09:14:03+01:00',
    recordedtime: '2026-11-20T08:15:00.120Z',
    sequence: '000000000017',
    partitionkey: 'acme:Invoice:4711',
    datacontenttype: 'application/json',
    dataschema: 'urn:sevdesk-relay:schema:invoice.paid:1',
    tenantid: 'acme',
    data: {
      resource: 'Invoice',
      recordId: '4711',
      origin: 'external',
      changed: ['status'],
      previous: { status: '200' },
      summary: {
        number: 'RE-1017',
        type: 'RE',
        status: 'paid',
        net: 39.2,
        gross: 46.65,
        paid: 46.65,
        currency: 'EUR',
        contactId: '815',
        dueDate: '2026-12-04',
      },
    },
  },
};
