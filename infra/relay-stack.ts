import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ChangePolling } from './capabilities/change-polling.ts';
import { CommandIntake } from './capabilities/command-intake.ts';
import { CommandWriting } from './capabilities/command-writing.ts';
import { Dashboard } from './capabilities/dashboard.ts';
import { EventBus } from './capabilities/event-bus.ts';
import { Operations } from './capabilities/operations.ts';
import { TenantOnboarding } from './capabilities/tenant-onboarding.ts';
import { TenantRegistry } from './capabilities/tenant-registry.ts';
import { TenantSweep } from './capabilities/tenant-sweep.ts';
import type { Stage } from './stages.ts';

export interface RelayStackProps {
  readonly stage: Stage;
}

/** The whole relay of one stage. It fits any account and region: what it needs to know about them, CloudFormation fills in. */
export class RelayStack extends Stack {
  constructor(scope: Construct, id: string, { stage }: RelayStackProps) {
    super(scope, id, {
      description: `sevdesk-relay, stage ${stage.name}: events from sevdesk and commands into it`,
      analyticsReporting: false,
      terminationProtection: stage.onDelete === 'retain',
    });
    const { alarmTopic } = new Operations(this, 'Operations', { stage });
    const bus = new EventBus(this, 'EventBus', { stage, alarmTopic });
    const tenants = new TenantRegistry(this, 'TenantRegistry', { stage });
    const commands = new CommandWriting(this, 'CommandWriting', { stage, alarmTopic, bus, tenants });
    new CommandIntake(this, 'CommandIntake', { stage, alarmTopic, commands });
    new ChangePolling(this, 'ChangePolling', { stage, alarmTopic, bus, tenants, commands });
    new TenantOnboarding(this, 'TenantOnboarding', { stage, alarmTopic, bus, tenants, commands });
    new TenantSweep(this, 'TenantSweep', { stage, alarmTopic, bus, tenants, commands });
    new Dashboard(this, 'Dashboard', { stage, commands });
  }
}
