import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readApps } from '../../../infra/local/runtime/app-stacks.ts';
import { readCloudAssembly } from '../../../infra/local/runtime/cloud-assembly.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloud-assembly-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(manifest: object, at = folder): Promise<void> {
  await mkdir(at, { recursive: true });
  await writeFile(join(at, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(at, 'template.json'), '{"Resources":{}}');
}

const aStack = (more: object = {}) => ({
  type: 'aws:cloudformation:stack',
  environment: 'aws://unknown-account/unknown-region',
  properties: { templateFile: 'template.json' },
  ...more,
});

const names = () => readCloudAssembly(folder).map(({ name }) => name);

it('reads the stacks, each after those that it needs, and nothing else', async () => {
  const late = aStack({ dependencies: ['late.assets', 'early'] });
  const assets = { type: 'cdk:asset-manifest', properties: { file: 'late.assets.json' } };
  await write({ artifacts: { late, 'late.assets': assets, early: aStack(), Tree: { type: 'cdk:tree' } } });
  expect(names()).toEqual(['early', 'late']);
  expect(readCloudAssembly(folder)[0]).toEqual({ name: 'early', template: { Resources: {} }, assemblyDir: folder });
});

it('takes the name that a stack was given', async () => {
  await write({ artifacts: { a: aStack({ properties: { templateFile: 'template.json', stackName: 'shop' } }) } });
  expect(names()).toEqual(['shop']);
});

it('reads the stacks of stages, with the folder of their assets', async () => {
  const stage = { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-local' } };
  await write({ artifacts: { stage } });
  await write({ artifacts: { shop: aStack() } }, join(folder, 'assembly-local'));
  expect(readCloudAssembly(folder)).toMatchObject([{ name: 'shop', assemblyDir: join(folder, 'assembly-local') }]);
});

it.each([
  'aws://unknown-account/unknown-region',
  'aws://unknown-account/eu-central-1',
  'aws://000000000000/eu-central-1',
])('takes a stack for %s', async (environment) => {
  await write({ artifacts: { shop: aStack({ environment }) } });
  expect(names()).toEqual(['shop']);
});

it.each(['aws://123456789012/eu-central-1', 'aws://unknown-account/eu-west-1'])(
  'refuses a stack for %s, and says what to do',
  async (environment) => {
    await write({ artifacts: { shop: aStack({ environment }) } });
    expect(names).toThrow(/Stack shop is for account .* Synthesize it without an environment/);
  },
);

it('refuses stacks that look something up', async () => {
  await write({ artifacts: { shop: aStack() }, missing: [{ key: 'vpc', provider: 'vpc-provider', props: {} }] });
  expect(names).toThrow(/\(vpc-provider\).* Leave the look-ups out/);
});

it('says where a cloud assembly comes from when the folder is none', async () => {
  expect(names).toThrow(/it has no manifest\.json\. Run "npx cdk synth"/);
  await write({ artifacts: { shop: aStack() } }, join(folder, 'cdk.out'));
  expect(names).toThrow(`--app ${join(folder, 'cdk.out')}`);
});

it('refuses an assembly without stacks, and a manifest that is none', async () => {
  await write({ artifacts: { Tree: { type: 'cdk:tree' } } });
  expect(names).toThrow('has no stack');
  await write({ artifacts: [] });
  expect(names).toThrow(/manifest\.json can't be read/);
});

it('refuses two stacks of one name', async () => {
  await write({ artifacts: { shop: aStack() } });
  expect(() => readApps([folder, folder])).toThrow('Two stacks are named shop');
});
