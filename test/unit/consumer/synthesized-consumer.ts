import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';

export interface Resource<P> {
  readonly Type: string;
  readonly Properties: P;
}

export interface RuleProperties {
  readonly EventBusName: unknown;
  readonly EventPattern: unknown;
  readonly Targets: readonly {
    readonly Arn: unknown;
    readonly DeadLetterConfig?: { readonly Arn: { readonly 'Fn::GetAtt': readonly [string, 'Arn'] } };
    readonly InputTransformer: {
      readonly InputPathsMap: Readonly<Record<string, string>>;
      readonly InputTemplate: string;
    };
  }[];
}

/** The template of a product's stack, by logical id. */
export interface SynthesizedConsumer {
  readonly all: <P>(type: string) => readonly Resource<P>[];
  readonly resources: Readonly<Record<string, Resource<Record<string, unknown>>>>;
  readonly rules: readonly RuleProperties[];
  readonly warnings: readonly string[];
}

/** Synthesizes a product's stack without bundling its functions. */
export function synthesizedConsumer(make: (app: App) => Stack): SynthesizedConsumer {
  const outdir = mkdtempSync(join(tmpdir(), 'consumer-synth-'));
  try {
    const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
    const { stackName } = make(app);
    const { template, messages } = app.synth().getStackByName(stackName);
    const resources = template.Resources as SynthesizedConsumer['resources'];
    const all = <P>(type: string) =>
      Object.values(resources).filter(({ Type }) => Type === type) as unknown as readonly Resource<P>[];
    return {
      all,
      resources,
      rules: all<RuleProperties>('AWS::Events::Rule').map(({ Properties }) => Properties),
      warnings: messages.map(({ entry }) => String(entry.data)),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** A stack with what `fill` puts into it. */
export function synthesizedWith(fill: (stack: Stack) => unknown): SynthesizedConsumer {
  return synthesizedConsumer((app) => {
    const stack = new Stack(app, 'consumer');
    fill(stack);
    return stack;
  });
}
