#!/usr/bin/env node
import process from 'node:process';
import { nodeProblem } from './node-version.ts';

const problem = nodeProblem(process.versions.node);
if (problem) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
} else {
  // Only now: an older Node could not even link what comes next.
  const { runCli } = await import('./run-cli.ts');
  const { processContext } = await import('./process-context.ts');
  process.exitCode = await runCli(process.argv.slice(2), processContext());
}
