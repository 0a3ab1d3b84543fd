import { Construct } from 'constructs';
import type { SweepTenantsEnvironment } from '../../functions/sweep-tenants/environment.ts';
import { allow } from '../constructs/allow.ts';
import { allowWide } from '../constructs/allow-wide.ts';
import { CountAlarm } from '../constructs/count-alarm.ts';
import type { Watched } from '../constructs/runbook-alarm.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import type { CommandWriting } from './command-writing.ts';
import type { EventBus } from './event-bus.ts';
import type { TenantRegistry } from './tenant-registry.ts';

export interface TenantSweepProps extends Watched {
  readonly bus: EventBus;
  readonly tenants: TenantRegistry;
  readonly commands: CommandWriting;
}

/** Finds new secrets and new versions of them, and sends parked commands again when their tenant is back. */
export class TenantSweep extends Construct {
  constructor(scope: Construct, id: string, { stage, alarmTopic, bus, tenants, commands }: TenantSweepProps) {
    super(scope, id);
    new ScheduledFunction<SweepTenantsEnvironment>(this, 'SweepTenants', {
      stage,
      alarmTopic,
      name: 'sweep-tenants',
      everySeconds: stage.sweepSeconds,
      timeoutSeconds: 120,
      impact: 'New tenants and new tokens are not taken up, and parked commands stay parked.',
      environment: {
        STAGE: stage.name,
        BUS_NAME: bus.busName,
        TENANTS_TABLE: tenants.table.tableName,
        COMMANDS_TABLE: commands.table.tableName,
        COMMAND_QUEUE_URL: commands.queue.queueUrl,
        SECRET_PREFIX: tenants.secretPrefix,
        TOKENS_KEY_ARN: tenants.tokensKey.keyArn,
        SEVDESK_URL: stage.sevdeskUrl,
        TOKEN_RECHECK_SECONDS: String(stage.tokenRecheckSeconds),
      },
      permissions: [
        allowWide(
          { resource: '*', reason: 'AWS knows no narrower resource for it; it lists names, never values.' },
          'secretsmanager:ListSecrets',
        ),
        ...tenants.readTokens,
        tenants.changeTenants,
        ...tenants.judgeRefusals,
        allow(commands.stateIndexArn, 'dynamodb:Query'),
        allow(commands.table.tableArn, 'dynamodb:PutItem'),
        allow(commands.queue.queueArn, 'sqs:SendMessage'),
        bus.publish,
      ],
    });
    new CountAlarm(this, {
      stage,
      alarmTopic,
      count: 'tenantsStopped',
      impact:
        'At least one tenant is no longer polled or written to until somebody mends its token, rights or account.',
    });
  }
}
