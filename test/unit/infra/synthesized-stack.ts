import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { RelayStack } from '../../../infra/relay-stack.ts';
import { deployableStages, type Stage } from '../../../infra/stages.ts';
import { relayNames } from '../../../shared/contract/names.ts';

export interface Resource<P> {
  readonly Type: string;
  readonly Properties: P;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A template as CloudFormation gets it, and ways to look into it. */
export interface SynthesizedStack {
  readonly outputs: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly types: readonly string[];
  /** The resources of a type; `P` says what the test reads of their properties. */
  all<P>(type: string): readonly Resource<P>[];
  /** A value as people write it: references to resources become their physical names. */
  plain(value: unknown): string;
}

type Template = {
  readonly Resources: Readonly<Record<string, Resource<Record<string, unknown>>>>;
  readonly Outputs: SynthesizedStack['outputs'];
};

/** Synthesizes the stack of a stage without bundling its functions. */
export function synthesizedStack(stage: Stage): SynthesizedStack {
  const outdir = mkdtempSync(join(tmpdir(), 'sevdesk-relay-synth-'));
  try {
    const name = relayNames(stage.name).stack;
    const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
    new RelayStack(app, name, { stage });
    return view(app.synth().getStackByName(name).template as Template);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

export function stageNamed(name: string): Stage {
  const stage = deployableStages(name).find((one) => one.name === name);
  if (!stage) throw new Error(`No stage "${name}"`);
  return stage;
}

function view({ Resources, Outputs }: Template): SynthesizedStack {
  const nameOf = (logicalId: string): string => {
    const { Properties } = Resources[logicalId] ?? { Properties: {} };
    const named = Object.entries(Properties).find(([key]) => NAMES.includes(key));
    return String(named?.[1] ?? logicalId);
  };
  const plain = (value: unknown): string => {
    if (typeof value === 'string') return value;
    const [[intrinsic, argument] = []] = Object.entries(value as Record<string, unknown>);
    if (intrinsic === 'Ref') return nameOf(String(argument));
    if (intrinsic === 'Fn::GetAtt') return nameOf((argument as [string, string])[0]);
    if (intrinsic === 'Fn::Join') return (argument as [string, unknown[]])[1].map(plain).join('');
    throw new Error(`This test does not know ${JSON.stringify(value)}`);
  };
  return {
    outputs: Outputs,
    types: [...new Set(Object.values(Resources).map(({ Type }) => Type))].sort(),
    all: <P>(type: string) => Object.values(Resources).filter(({ Type }) => Type === type) as unknown as Resource<P>[],
    plain,
  };
}

const NAMES = ['Name', 'TableName', 'QueueName', 'FunctionName', 'LogGroupName', 'TopicName', 'AlarmName'];
