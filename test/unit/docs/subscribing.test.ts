import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BillingStack } from '../../../docs/examples/consumer/billing-stack.ts';
import { subscriptionPattern } from '../../../infra/consumer/subscription-pattern.ts';
import { compileInputTransformer, type InputTransformer } from '../../../infra/local/services/input-transformer.ts';
import { parseCommand, relayNames } from '../../../shared/contract/contract.ts';
import { documentedBlocks, documentedTemplates } from '../../support/documented-rules.ts';
import { type RuleProperties, synthesizedConsumer } from '../consumer/synthesized-consumer.ts';
import { EXAMPLES, told } from '../consumer/told-events.ts';

const DOCUMENT = readFileSync(new URL('../../../docs/subscribing.md', import.meta.url), 'utf8');
const example = synthesizedConsumer((app) => new BillingStack(app, 'billing', { relayStage: 'prod' }));
const ruleFor = (type: string) => example.rules.find(({ EventPattern }) => JSON.stringify(EventPattern).includes(type));
const large = ruleFor('invoice.paid');
const dealWon = ruleFor('deal.won');
const templates = documentedTemplates();
const terraform = documentedBlocks('hcl');

const DEAL = {
  dealId: 'D-7',
  tenantId: 'acme',
  sevdeskContactId: '815',
  wonOn: '2026-11-20',
  title: 'The "Website"',
  amount: '1200.00',
};

function commandOf(transformer: InputTransformer): unknown {
  const transform = compileInputTransformer(transformer, (reason) => {
    throw new Error(reason);
  });
  return JSON.parse(transform({ event: { detail: DEAL }, ruleArn: '', ruleName: '' }));
}

describe('the example of a product', () => {
  it('has the rules that it says, on the bus of its stage', () => {
    expect(large).toMatchObject({
      EventBusName: 'sevdesk-relay-prod',
      EventPattern: {
        source: ['sevdesk-relay'],
        'detail-type': ['invoice.paid'],
        detail: { data: { summary: { gross: [{ numeric: ['>', 1000] }] } } },
      },
    });
    expect(ruleFor('invoice.overdue')?.EventPattern).toEqual({
      source: ['sevdesk-relay'],
      'detail-type': ['invoice.overdue'],
    });
    expect(dealWon?.EventPattern).toEqual({ source: ['crm'], 'detail-type': ['deal.won'] });
    expect(example.rules).toHaveLength(3);
    expect(example.warnings).toEqual([]);
  });

  it('makes a command that the contract takes', () => {
    const command = commandOf(dealWon?.Targets[0]?.InputTransformer ?? { InputTemplate: '' });
    expect(parseCommand(command)).toMatchObject({ commandId: 'deal-D-7-invoice', data: { timeToPayDays: 14 } });
  });
});

describe('the CloudFormation templates of docs/subscribing.md', () => {
  const ruleOf = (template: 'largePayments' | 'dealWon', logicalId: string) =>
    templates[template].Resources[logicalId]?.Properties as unknown as RuleProperties;

  it('have the same patterns as the construct', () => {
    expect(ruleOf('largePayments', 'LargeInvoicePaid').EventPattern).toEqual(large?.EventPattern);
    expect(ruleOf('dealWon', 'DealWon').EventPattern).toEqual(dealWon?.EventPattern);
  });

  it('make the same command as the construct', () => {
    const [documented] = ruleOf('dealWon', 'DealWon').Targets;
    const [synthesized] = dealWon?.Targets ?? [];
    if (!documented || !synthesized) throw new Error('no target');
    expect(commandOf(documented.InputTransformer)).toEqual(commandOf(synthesized.InputTransformer));
  });
});

describe('the Terraform of docs/subscribing.md', () => {
  /** The texts between `<<-JSON` and `JSON` of this argument. */
  const texts = (argument: string) => {
    const heredoc = new RegExp(`\\b${argument} *= <<-JSON\\n([\\s\\S]*?)\\n *JSON\\n`, 'g');
    return terraform.flatMap((block) => [...block.matchAll(heredoc)].map(([, text = '']) => text));
  };

  it('has the same patterns as the construct', () => {
    expect(texts('event_pattern').map((text) => JSON.parse(text))).toEqual([
      large?.EventPattern,
      dealWon?.EventPattern,
    ]);
  });

  it('makes the same command as the construct', () => {
    const [paths = ''] = terraform.flatMap((block) => /input_paths = \{([^}]*)\}/.exec(block)?.[1] ?? []);
    const InputPathsMap = Object.fromEntries(
      [...paths.matchAll(/(\w+) *= "([^"]+)"/g)].map(([, name, path]) => [name, path]),
    );
    const [InputTemplate = ''] = texts('input_template');
    const [synthesized] = dealWon?.Targets ?? [];
    expect(commandOf({ InputPathsMap, InputTemplate })).toEqual(
      commandOf(synthesized?.InputTransformer ?? { InputTemplate: '' }),
    );
  });

  it('aims at the queue that the relay has', () => {
    const { bus, commandIntake } = relayNames('prod');
    expect(terraform.join('\n')).toContain(`event_bus_name = "${bus}"`);
    expect(terraform.join('\n')).toContain(`"${commandIntake}"`);
  });
});

describe('the table of conditions', () => {
  const rows = DOCUMENT.split('\n').flatMap((line) => {
    const [, condition, , pattern] = /^\| `([^`]+)`(.*?) \| `([^`]+)` \|$/.exec(line) ?? [];
    return condition?.includes(': ') && pattern ? [[condition, pattern] as const] : [];
  });

  it('was read', () => {
    expect(rows.length).toBeGreaterThan(10);
  });

  it.each(rows)('says what %s becomes', (condition, pattern) => {
    // The rows are ours, and object literals.
    const filter = new Function(`return ({ types: ['invoice.paid'], ${condition} })`)();
    const { detailType, ...rest } = subscriptionPattern(filter);
    const made = JSON.stringify({ ...rest, 'detail-type': detailType });
    const shown = JSON.stringify(JSON.parse(`{${pattern.replace(/^… /, '')}}`)).slice(1, -1);
    expect(made).toContain(shown);
  });
});

describe('handleOnce', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handle-once-'));
  const source = new URL('../../../docs/examples/consumer/handle-once.ts', import.meta.url);
  const message = JSON.stringify(EXAMPLES.filter(({ type }) => type === 'invoice.paid').map(told)[0]);
  let handleOnce: typeof import('../../../docs/examples/consumer/handle-once.ts')['handleOnce'];
  beforeAll(async () => {
    process.env.DATABASE = join(folder, 'billing.db');
    ({ handleOnce } = await import('../../../docs/examples/consumer/handle-once.ts'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is shown as it is', () => {
    expect(documentedBlocks('ts')).toContain(readFileSync(source, 'utf8').trimEnd());
  });

  it('handles an event again when it failed, and never when it did not', () => {
    const handled: string[] = [];
    expect(() =>
      handleOnce(message, () => {
        throw new Error('no disk');
      }),
    ).toThrow('no disk');
    for (let times = 0; times < 3; times += 1) handleOnce(message, ({ type }) => void handled.push(type));
    expect(handled).toEqual(['invoice.paid']);
  });
});
