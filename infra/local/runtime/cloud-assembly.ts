import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { pseudoParameters } from './pseudo-parameters.ts';
import type { Template } from './template.ts';

/** A stack of a product's own app, as `cdk synth` left it. */
export interface AppStack {
  readonly name: string;
  readonly template: Template;
  /** The cloud assembly that holds the template's assets. */
  readonly assemblyDir: string;
}

const artifactSchema = z.object({
  type: z.string(),
  environment: z.string().optional(),
  properties: z
    .object({
      templateFile: z.string().optional(),
      stackName: z.string().optional(),
      directoryName: z.string().optional(),
    })
    .default({}),
  dependencies: z.array(z.string()).default([]),
});

const manifestSchema = z.object({
  artifacts: z.record(z.string(), artifactSchema).default({}),
  missing: z.array(z.object({ provider: z.string() })).default([]),
});

type Artifacts = z.output<typeof manifestSchema>['artifacts'];
type Artifact = Artifacts[string];

const MANIFEST = 'manifest.json';

/**
 * The stacks of a cloud assembly, each after those that it depends on.
 * @throws Error that says what to do, for a folder that is none, and for stacks that fit one account of AWS only.
 */
export function readCloudAssembly(folder: string): readonly AppStack[] {
  const assemblyDir = resolve(folder);
  const stacks = stacksIn(assemblyDir);
  if (stacks.length === 0) throw new Error(`The cloud assembly ${assemblyDir} has no stack.`);
  return stacks;
}

function stacksIn(assemblyDir: string): readonly AppStack[] {
  const { artifacts, missing } = readManifest(assemblyDir);
  if (missing.length > 0) {
    const providers = [...new Set(missing.map(({ provider }) => provider))].join(', ');
    throw new Error(
      `The cloud assembly ${assemblyDir} lacks what it looks up in an account of AWS (${providers}), and the local account has none of it. Leave the look-ups out where the stack is for the local account.`,
    );
  }
  return inOrder(artifacts).flatMap(([id, artifact]) => {
    const { directoryName, templateFile } = artifact.properties;
    if (directoryName !== undefined) return stacksIn(join(assemblyDir, directoryName));
    return artifact.type === STACK && templateFile !== undefined
      ? [readStack(assemblyDir, { id, artifact, templateFile })]
      : [];
  });
}

const STACK = 'aws:cloudformation:stack';

function readManifest(assemblyDir: string): z.output<typeof manifestSchema> {
  const path = join(assemblyDir, MANIFEST);
  if (!existsSync(path))
    throw new Error(`${assemblyDir} is no cloud assembly: it has no ${MANIFEST}. ${advice(assemblyDir)}`);
  const parsed = manifestSchema.safeParse(readJson(path));
  if (!parsed.success) throw new Error(`${path} can't be read: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function advice(folder: string): string {
  const inside = join(folder, 'cdk.out');
  if (existsSync(join(inside, MANIFEST))) return `Take the one that lies in it: --app ${inside}`;
  return 'Run "npx cdk synth" in the folder of the product, and give the folder that it writes: --app <product>/cdk.out';
}

function readStack(
  assemblyDir: string,
  { id, artifact, templateFile }: { id: string; artifact: Artifact; templateFile: string },
): AppStack {
  const name = artifact.properties.stackName ?? id;
  requireAnyEnvironment(name, artifact.environment ?? '');
  return { name, template: readJson(join(assemblyDir, templateFile)) as Template, assemblyDir };
}

const ENVIRONMENT = /^aws:\/\/([^/]+)\/(.+)$/;

/** @throws Error for a stack whose ARNs name another account or region than the local one. */
function requireAnyEnvironment(stackName: string, environment: string): void {
  const { 'AWS::AccountId': localAccount, 'AWS::Region': localRegion } = pseudoParameters;
  const [, account = '', region = ''] = ENVIRONMENT.exec(environment) ?? [];
  if (['', 'unknown-account', localAccount].includes(account) && ['', 'unknown-region', localRegion].includes(region)) {
    return;
  }
  throw new Error(
    `Stack ${stackName} is for account ${account} and region ${region}; the local account is ${localAccount} in ${localRegion}. Synthesize it without an environment (leave out the stack's "env"), or with { account: '${localAccount}', region: '${localRegion}' }.`,
  );
}

/** Each after what it depends on. */
function inOrder(artifacts: Artifacts): readonly (readonly [string, Artifact])[] {
  const ordered = new Map<string, Artifact>();
  const visited = new Set<string>();
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (!artifact || visited.has(id)) return;
    visited.add(id);
    for (const needed of artifact.dependencies) visit(needed);
    ordered.set(id, artifact);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...ordered];
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
