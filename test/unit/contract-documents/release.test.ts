import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { contractSchemas } from '../../contract/contract-schemas.ts';
import { release } from '../../contract/release/release.ts';
import { versionProblem } from '../../contract/release/version-problem.ts';
import { readReleased, writeReleased } from '../../contract/released-contract.ts';
import { REPOSITORY, writeGenerated } from '../../docs/generated-files.ts';

const contract = contractSchemas();
const { 'tag.created': tagCreated, ...otherEvents } = contract.events;
const added = [{ type: 'tag.created', path: '', what: 'was added' }];

describe('the next version', () => {
  it.each([
    ['0.1.1', '0.1.0', [], undefined],
    ['0.2.0', '0.1.9', added, undefined],
    ['1.0.0', '0.9.0', added, undefined],
    ['0.10.0', '0.9.0', [], undefined],
    ['0.1.1', '0.1.0', added, /0\.2\.0 or higher/],
    ['0.1.0', '0.1.0', [], /not higher/],
    ['0.0.9', '0.1.0', [], /not higher/],
    ['1.2', '0.1.0', [], /three numbers/],
    ['v1.2.0', '0.1.0', [], /three numbers/],
  ])('%s after %s', (version, last, changes, expected) => {
    const problem = versionProblem(version, last, changes);
    if (expected) expect(problem).toMatch(expected);
    else expect(problem).toBeUndefined();
  });
});

describe('a release', () => {
  let root: string;
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root, stdio: 'pipe' });
  const commit = () => {
    git('add', '.');
    git('-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '--message', 'x');
  };
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'release-'));
    for (const path of ['package.json', 'package-lock.json']) cpSync(join(REPOSITORY, path), join(root, path));
    for (const path of ['docs', 'shared/contract']) mkdirSync(join(root, path), { recursive: true });
    execFileSync('npm', ['version', '0.1.0', '--no-git-tag-version', '--allow-same-version'], {
      cwd: root,
      stdio: 'pipe',
    });
    writeGenerated(root);
    writeReleased(root, { ...contract, events: otherEvents }, '0.1.0');
    git('init', '--quiet');
    commit();
    return () => rmSync(root, { recursive: true });
  });

  it('writes contract, version and what carries it, and tells what was added', () => {
    expect(release(root, '0.2.0')).toEqual({ last: '0.1.0', added });
    expect(readReleased(root).version).toBe('0.2.0');
    expect(Object.keys(readReleased(root).events)).toContain('tag.created');
    expect(JSON.parse(read('package.json')).version).toBe('0.2.0');
    expect(JSON.parse(read('package-lock.json')).packages[''].version).toBe('0.2.0');
    expect(read('shared/contract/asyncapi.yaml')).toContain('version: 0.2.0');
    commit();
    expect(release(root, '0.2.1').added).toEqual([]);
  });

  it('keeps of the schemas only what is valid', () => {
    release(root, '0.2.0');
    expect(read('shared/contract/released.json')).not.toContain(String(tagCreated?.description));
  });

  it('is refused where the contract breaks, with the field', () => {
    const { 'contact.upsert': contactUpsert, ...commands } = contract.commands;
    expect(() => release(root, '0.2.0', { ...contract, commands })).toThrow('contact.upsert: was removed');
    expect(read('package.json')).toContain('"version": "0.1.0"');
  });

  it('is refused with changes that are not committed, stale files, and a version that is too low', () => {
    writeFileSync(join(root, 'docs/events.md'), '');
    expect(() => release(root, '0.1.1')).toThrow(
      /Not committed:\n M docs\/events\.md\ndocs\/events\.md is not current.*\n.*0\.2\.0 or higher/,
    );
  });
});
