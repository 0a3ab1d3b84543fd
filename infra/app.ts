import { App, Validations } from 'aws-cdk-lib';
import { relayNames } from '../shared/contract/names.ts';
import { RelayStack } from './relay-stack.ts';
import { rulePacks } from './rule-packs.ts';
import { deployableStages, type Stage } from './stages.ts';

const app = new App();
Validations.of(app).addPlugins(...rulePacks(app));
for (const stage of askedStages(app)) new RelayStack(app, relayNames(stage.name).stack, { stage });

/** A stage that is not allowed is a typing mistake of the caller: it is told in one line. */
function askedStages({ node }: App): readonly Stage[] {
  requireNode24();
  try {
    return deployableStages(node.tryGetContext('stage'));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return fail(error.message);
  }
}

/** `npx cdk` puts the Node that `npm ci` installed first, where there is one for the system; else it is the caller's. */
function requireNode24(): void {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) >= 24) return;
  fail(`sevdesk-relay needs Node 24 or later, and this is ${node}: start with "npx cdk", or install Node 24.`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
