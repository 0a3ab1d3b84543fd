import { execFileSync } from 'node:child_process';
import { staleFiles, writeGenerated } from '../../docs/generated-files.ts';
import { additions, breakingChanges, type ContractChange, describeChange } from '../breaking-changes.ts';
import { contractSchemas } from '../contract-schemas.ts';
import type { ContractSchemas } from '../json-schema.ts';
import { readReleased, writeReleased } from '../released-contract.ts';
import { versionProblem } from './version-problem.ts';

export interface Release {
  readonly last: string;
  readonly added: readonly ContractChange[];
}

/** What is in the way of a release, each in a line. */
export class ReleaseRefused extends Error {
  override readonly name = 'ReleaseRefused';

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * Makes the contract of a checkout the released one: writes released.json, the package's version, and the generated files that
 * carry it. Nothing is committed or published.
 * @throws ReleaseRefused before anything is written.
 */
export function release(root: string, version: string, contract: ContractSchemas = contractSchemas()): Release {
  const released = readReleased(root);
  const added = additions(released, contract);
  const wrongVersion = versionProblem(version, released.version, added);
  const problems = [
    ...dirtyFiles(root),
    ...staleFiles(root),
    ...breakingChanges(released, contract).map((change) => `Breaks consumers: ${describeChange(change)}`),
    ...(wrongVersion ? [wrongVersion] : []),
  ];
  if (problems.length > 0) throw new ReleaseRefused(problems);
  writeReleased(root, contract, version);
  // It writes the lockfile, too.
  execFileSync('npm', ['version', version, '--no-git-tag-version', '--ignore-scripts'], { cwd: root, stdio: 'pipe' });
  writeGenerated(root);
  return { last: released.version, added };
}

function dirtyFiles(root: string): readonly string[] {
  const status = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  return status ? [`Not committed:\n${status.trimEnd()}`] : [];
}
