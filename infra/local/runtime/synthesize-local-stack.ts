/** Run by `synthesizeLocalStage`: writes the cloud assembly to the folder given, and the template's file name to stdout. */
import { App } from 'aws-cdk-lib';
import { relayNames } from '../../../shared/contract/names.ts';
import { RelayStack } from '../../relay-stack.ts';
import { localStage } from '../../stages.ts';

const [outdir = '', choices = ''] = process.argv.slice(2);
const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
const stack = new RelayStack(app, relayNames('local').stack, { stage: localStage(JSON.parse(choices)) });
app.synth();
process.stdout.write(stack.templateFile);
