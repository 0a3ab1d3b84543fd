import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relay-tarball-'));
  await run('npm', ['pack', '--pack-destination', folder], { cwd: PROJECT });
  await writeFile(join(folder, 'package.json'), '{"name":"user","private":true}');
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  // Node itself comes as an optional dependency of this repository; a user's own is enough.
  const offline = ['--offline', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...offline, `./${tarball}`], { cwd: folder });
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const relay = (...args: string[]) => run('npx', ['--no-install', 'sevdesk-relay', ...args], { cwd: folder });

it('is installed without anything else', async () => {
  const packages = (await readdir(join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'));
  expect(packages).toEqual(['sevdesk-relay']);
});

it('shows its help', async () => {
  const { stdout } = await relay('--help');
  expect(stdout).toContain('Usage: sevdesk-relay [options] [command]');
});

it('gets as far as the network, with all of the SDK inside', async () => {
  const env = { ...process.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  const failed = run('npx', ['--no-install', 'sevdesk-relay', '--stage', 'local', 'status'], { cwd: folder, env });
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Nothing answers at 127.0.0.1:1. Is "npm start" running?'),
  });
});

it('finds no credentials on AWS, and says so', async () => {
  const nowhere = { AWS_CONFIG_FILE: '/none', AWS_SHARED_CREDENTIALS_FILE: '/none', AWS_EC2_METADATA_DISABLED: 'true' };
  const env = { PATH: process.env.PATH, HOME: folder, AWS_REGION: 'eu-central-1', ...nowhere };
  const failed = run('npx', ['--no-install', 'sevdesk-relay', '--stage', 'dev', 'status'], { cwd: folder, env });
  await expect(failed).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('No AWS credentials') });
});
