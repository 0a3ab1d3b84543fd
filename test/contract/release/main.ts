import process from 'node:process';
import { Command } from 'commander';
import { REPOSITORY } from '../../docs/generated-files.ts';
import { describeChange } from '../breaking-changes.ts';
import { type Release, ReleaseRefused, release } from './release.ts';

new Command('release')
  .description('Makes the contract the released one, and sets the version. Commits and publishes nothing.')
  .argument('<version>', 'higher than the last one: a new minor version where the contract has more than before')
  .action((version: string) => {
    try {
      process.stdout.write(describeRelease(version, release(REPOSITORY, version)));
    } catch (error) {
      if (!(error instanceof ReleaseRefused)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    }
  })
  .parse();

function describeRelease(version: string, { last, added }: Release): string {
  const notes = added.map((change) => `- ${describeChange(change)}`);
  return [
    `${version} is written. In the contract since ${last}:`,
    ...(notes.length > 0 ? notes : ['- nothing new']),
    '',
    'Left to you:',
    `  npm test && git commit --all --message "Release ${version}" && git tag v${version}`,
    `  git push && git push origin v${version}`,
    '  npm publish',
    '',
  ].join('\n');
}
