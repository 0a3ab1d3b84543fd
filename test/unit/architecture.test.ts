import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';

/** Where a part may import from, besides itself. Everything of ours that is not named is forbidden. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'shared/contract': [],
  'shared/domain': ['shared/contract'],
  'shared/sevdesk': ['shared/domain', 'shared/contract'],
  'shared/aws': ['shared/domain', 'shared/contract'],
  'shared/lambda': ['shared/domain'],
  'shared/operations': ['shared/domain', 'shared/contract', 'shared/aws', 'shared/sevdesk'],
  functions: ['shared'],
  infra: ['shared', 'functions/[^/]+/environment.ts$', 'test/sandbox'],
  // What products import, beside the contract itself.
  'infra/package': ['shared/contract'],
  'infra/consumer': ['shared/contract'],
};

const rules: IForbiddenRuleType[] = [
  ...Object.entries(ALLOWED).map(([part, targets]) => ({
    name: `${part} imports only ${['itself', ...targets].join(', ')}`,
    severity: 'error' as const,
    from: { path: `^${part}/` },
    to: { path: '^(shared|functions|infra|test)/', pathNot: [part, ...targets].map((target) => `^${target}(/|$)?`) },
  })),
  {
    name: 'functions do not know each other',
    severity: 'error',
    from: { path: '^functions/([^/]+)/' },
    to: { path: '^functions/', pathNot: '^functions/$1/' },
  },
  {
    name: 'steps get what is outside as arguments: only handlers import adapters',
    severity: 'error',
    from: { path: '^(functions/(?!.*/handler\\.ts$)|shared/operations/)' },
    to: { path: '^shared/(aws|lambda)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'the domain knows no AWS, no HTTP, no files',
    severity: 'error',
    from: { path: '^shared/(domain|contract)/' },
    to: { path: '@aws-sdk|@middy|aws-lambda|^(node:)?(http|https|fs|net|timers)' },
  },
  {
    name: 'only shared/aws, shared/lambda, handlers and infra speak AWS',
    severity: 'error',
    from: { path: '^(shared|functions)/', pathNot: '^shared/(aws|lambda)/|/handler\\.ts$' },
    to: { path: '@aws-sdk', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'what CDK apps of products import needs no package but CDK',
    severity: 'error',
    from: { path: '^infra/consumer/' },
    to: { pathNot: '^(infra|shared|functions|test)/|node_modules/(aws-cdk-lib|constructs)/' },
  },
  { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
];

let result: ICruiseResult;
beforeAll(async () => {
  const { output } = await cruise(['shared', 'functions', 'infra'], {
    ruleSet: { forbidden: rules },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
  });
  result = output as ICruiseResult;
});

describe('the architecture', () => {
  it('was looked at', () => {
    expect(result.summary.totalCruised).toBeGreaterThan(60);
    expect(result.modules.filter(({ source }) => /^(shared|functions)\//.test(source)).length).toBeGreaterThan(40);
  });

  it('is kept: dependencies point one way', () => {
    expect(result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });
});
