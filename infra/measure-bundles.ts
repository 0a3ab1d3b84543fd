import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { RelayStack } from './relay-stack.ts';
import { deployableStages } from './stages.ts';

/** A cold start is billed, and the first command or poll after a pause waits for it. */
const MOST_KB = 600;
const MOST_IMPORT_MS = 60;
const IMPORTS = 10;

interface Bundle {
  readonly name: string;
  readonly file: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What is read of the template. */
interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: FunctionProperties }>>;
}

interface FunctionProperties {
  readonly FunctionName: string;
  readonly Code: { readonly S3Key: string };
  readonly Environment: { readonly Variables: Bundle['variables'] };
}

const outdir = mkdtempSync(join(tmpdir(), 'sevdesk-relay-bundles-'));
try {
  const rows = bundles(outdir).map((bundle) => ({
    function: bundle.name,
    KB: Math.round(statSync(bundle.file).size / 1024),
    'import ms': Math.round(medianImportMs(bundle)),
  }));
  console.table(rows);
  if (rows.some((row) => row.KB > MOST_KB || row['import ms'] > MOST_IMPORT_MS)) {
    console.error(`A bundle is larger than ${MOST_KB} KB or takes longer than ${MOST_IMPORT_MS} ms to import.`);
    process.exitCode = 1;
  }
} finally {
  rmSync(outdir, { recursive: true });
}

/** The bundles as they would be deployed: synthesized by the stack itself. */
function bundles(outdir: string): readonly Bundle[] {
  const [stage] = deployableStages();
  if (!stage) throw new Error('There is no stage to synthesize');
  const app = new App({ outdir });
  new RelayStack(app, 'bundles', { stage });
  const { Resources } = app.synth().getStackByName('bundles').template as Template;
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties: { FunctionName, Code, Environment } }) => ({
      name: FunctionName,
      file: join(outdir, `asset.${Code.S3Key.replace('.zip', '')}`, 'index.mjs'),
      variables: Environment.Variables,
    }));
}

/** Each import in a process of its own, measured inside it. */
function medianImportMs({ file, variables }: Bundle): number {
  const script = `
    const start = performance.now();
    await import(${JSON.stringify(file)});
    console.log(performance.now() - start);`;
  const env = { AWS_REGION: 'eu-central-1', ...texts(variables) };
  const times = Array.from({ length: IMPORTS }, () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env, encoding: 'utf8' })),
  );
  return times.sort((a, b) => a - b)[IMPORTS / 2] ?? Number.NaN;
}

/** What CloudFormation would fill in becomes an address that leads nowhere. */
function texts(variables: Bundle['variables']): Record<string, string> {
  const entries = Object.entries(variables);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : 'https://sqs.invalid/1/queue']),
  );
}
