import type { Template } from '../../../infra/local/runtime/template.ts';
import type { Holdings } from './bill.ts';
import { systemLines } from './log-bytes.ts';

/** What the stack says about a function. */
export interface FunctionFacts {
  readonly memoryMb: number;
  /** Lines that Lambda writes itself at each invocation. */
  readonly systemLines: readonly string[];
  /** Tokens are encrypted with a key of our own, so that reading one is a request to KMS, too. */
  readonly ownKey: boolean;
}

/** Queues from which Lambda receives. */
export interface EventSources {
  readonly standard: number;
  readonly fifo: number;
}

export interface StackFacts {
  readonly holdings: Omit<Holdings, 'metrics'>;
  readonly eventSources: EventSources;
  /** @param name its folder under `functions/` */
  readonly functionFacts: (name: string) => FunctionFacts;
}

interface FunctionProperties {
  readonly FunctionName?: string;
  readonly MemorySize?: number;
  readonly LoggingConfig?: { readonly SystemLogLevel?: string };
}

function eventSources(resources: Template['Resources']): EventSources {
  const mappings = Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping');
  const fifo = mappings.filter(({ Properties }) => {
    const { 'Fn::GetAtt': [queue = ''] = [] } = Object(Properties?.EventSourceArn) as {
      readonly 'Fn::GetAtt'?: readonly string[];
    };
    return resources[queue]?.Properties?.FifoQueue === true;
  });
  return { standard: mappings.length - fifo.length, fifo: fifo.length };
}

export function stackFacts({ Resources }: Template): StackFacts {
  const ofType = (type: string) => Object.values(Resources).filter(({ Type }) => Type === type);
  const keys = ofType('AWS::KMS::Key').length;
  return {
    holdings: {
      alarms: ofType('AWS::CloudWatch::Alarm').length + 5 * ofType('AWS::CloudWatch::CompositeAlarm').length,
      dashboards: ofType('AWS::CloudWatch::Dashboard').length,
      keys,
    },
    eventSources: eventSources(Resources),
    functionFacts(name) {
      const functions = ofType('AWS::Lambda::Function').map(({ Properties }) => Properties as FunctionProperties);
      const found = functions.find(({ FunctionName }) => FunctionName?.endsWith(`-${name}`));
      if (!found) throw new Error(`The stack has no function ${name}`);
      const { MemorySize: memoryMb = 128, LoggingConfig } = found;
      return { memoryMb, systemLines: systemLines(LoggingConfig?.SystemLogLevel), ownKey: keys > 0 };
    },
  };
}
