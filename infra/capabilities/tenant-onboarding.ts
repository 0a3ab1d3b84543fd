import { CfnOutput, Duration, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ConnectTenantEnvironment } from '../../functions/connect-tenant/environment.ts';
import { allow } from '../constructs/allow.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import type { Watched } from '../constructs/runbook-alarm.ts';
import type { CommandWriting } from './command-writing.ts';
import type { EventBus } from './event-bus.ts';
import type { TenantRegistry } from './tenant-registry.ts';

export interface TenantOnboardingProps extends Watched {
  readonly bus: EventBus;
  readonly tenants: TenantRegistry;
  readonly commands: CommandWriting;
}

/**
 * Connects a tenant for a product that asks its customers for their tokens: a function that it invokes and whose answer it waits for.
 * Nobody may but who has `lambda:InvokeFunction`; it has no address. A request that failed is kept nowhere, since it holds a token.
 */
export class TenantOnboarding extends Construct {
  constructor(scope: Construct, id: string, { stage, alarmTopic, bus, tenants, commands }: TenantOnboardingProps) {
    super(scope, id);
    const { lambda } = new NodeFunction<ConnectTenantEnvironment>(this, 'ConnectTenant', {
      stage,
      alarmTopic,
      name: 'connect-tenant',
      timeoutSeconds: 120,
      impact: 'A product that connects tenants gets an error instead of an answer, and has to ask again.',
      environment: {
        STAGE: stage.name,
        BUS_NAME: bus.busName,
        TENANTS_TABLE: tenants.table.tableName,
        COMMANDS_TABLE: commands.table.tableName,
        COMMAND_QUEUE_URL: commands.queue.queueUrl,
        SECRET_PREFIX: tenants.secretPrefix,
        SEVDESK_URL: stage.sevdeskUrl,
      },
      permissions: [
        ...tenants.storeTokens,
        tenants.changeTenants,
        allow(commands.stateIndexArn, 'dynamodb:Query'),
        allow(commands.table.tableArn, 'dynamodb:PutItem'),
        allow(commands.queue.queueArn, 'sqs:SendMessage'),
        bus.publish,
      ],
    });
    // Nobody is meant to start it without waiting. Lambda would keep such a request, and the token in it, for hours.
    lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    Validations.of(lambda).acknowledge({
      id: 'Serverless-LambdaAsyncFailureDestination',
      reason: 'A request holds a token: one that failed is kept nowhere. Whoever waits for its answer sees the error.',
    });
    const arn = new CfnOutput(this, 'ConnectTenantFunctionArn', { value: lambda.functionArn });
    arn.overrideLogicalId('ConnectTenantFunctionArn');
  }
}
