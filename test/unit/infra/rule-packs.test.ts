import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { type IApplyRule, NagPack } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { RelayStack } from '../../../infra/relay-stack.ts';
import { rulePacks } from '../../../infra/rule-packs.ts';
import { deployableStages } from '../../../infra/stages.ts';
import { relayNames } from '../../../shared/contract/names.ts';

/** A rule applied to a resource. */
interface Check {
  readonly path: string;
  /** Whether or not they are acknowledged. */
  readonly findings: readonly string[];
}

let app: App;
beforeAll(() => {
  app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  for (const stage of deployableStages('anna')) new RelayStack(app, relayNames(stage.name).stack, { stage });
});
afterEach(() => vi.restoreAllMocks());

describe('the rules of AWS Solutions and of Serverless', () => {
  it('find nothing in any deployable stage that is not mended or acknowledged', () => {
    expect(findings(app)).toEqual([]);
  });

  it('were really applied: hundreds of them, to each stage', () => {
    const checks = watchChecks();
    findings(app);
    for (const { node } of app.node.children) {
      expect(checks().filter(({ path }) => path.startsWith(`${node.path}/`)).length).toBeGreaterThan(1000);
    }
  });

  it('find a bucket without TLS and a queue without dead letters', () => {
    const stack = new Stack(new App(), 'throwaway');
    new CfnBucket(stack, 'Bucket');
    new CfnQueue(stack, 'Queue');
    expect(findings(stack)).toEqual(
      expect.arrayContaining([
        'AwsSolutions-S10 throwaway/Bucket',
        'AwsSolutions-SQS3 throwaway/Queue',
        'Serverless-SQSRedrivePolicy throwaway/Queue',
      ]),
    );
  });
});

describe('an acknowledgement', () => {
  it('tells its reason, and is of something that the rules do find', () => {
    const checks = watchChecks();
    findings(app);
    const found = checks();
    const acknowledged = app.node.findAll().flatMap(acknowledgements);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const { path, id, reason } of acknowledged) {
      expect(reason.length).toBeGreaterThan(30);
      const isFound = found.some((check) => `${check.path}/`.startsWith(`${path}/`) && check.findings.includes(id));
      expect(isFound, `${id} at ${path}`).toBe(true);
    }
  });
});

function findings(scope: IConstruct): readonly string[] {
  return rulePacks(scope)
    .flatMap((pack) => pack.validateScope(scope).violations)
    .flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    );
}

/** From now on; each rule is asked once more, since a pack does not tell what was acknowledged. */
function watchChecks(): () => readonly Check[] {
  const applied = vi.spyOn(NagPack.prototype as unknown as { applyRule(rule: IApplyRule): void }, 'applyRule');
  return () =>
    applied.mock.calls.map(([{ node, rule, ruleSuffixOverride }], index) => {
      const name = `${(applied.mock.contexts[index] as unknown as NagPack).readPackName}-${ruleSuffixOverride ?? rule.name}`;
      const result = rule(node);
      const details = Array.isArray(result) ? result.map((detail) => `${name}[${detail}]`) : [];
      return { path: node.node.path, findings: result === 'Non-Compliant' ? [name] : details };
    });
}

function acknowledgements({ node }: IConstruct) {
  return node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([id, reason]) => ({ path: node.path, id: id.replace(/^annotation::/i, ''), reason }));
}
