import { App } from 'aws-cdk-lib';
import { BillingStack } from './billing-stack.ts';

const app = new App();
new BillingStack(app, 'billing', { relayStage: app.node.tryGetContext('relay-stage') ?? 'prod' });
