import type { Construct } from 'constructs';
import type { CountName } from '../../shared/domain/log.ts';
import { counted } from './relay-metric.ts';
import { RunbookAlarm, type Watched } from './runbook-alarm.ts';

export interface CountAlarmProps extends Watched {
  /** Its chapter of the runbook is named like it: `deletionsHeld` is `deletions-held`. */
  readonly count: CountName;
  readonly impact: string;
}

/** An alarm on something that functions count: the first one rings. */
export class CountAlarm extends RunbookAlarm {
  constructor(scope: Construct, { count, ...props }: CountAlarmProps) {
    const id = count.charAt(0).toUpperCase() + count.slice(1);
    const runbook = count.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    super(scope, id, { ...props, runbook, metric: counted(count, props.stage), above: 0 });
  }
}
