import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccountGuidance, guidanceProblem } from '../../../shared/domain/tax/guidance-problem.ts';
import { type TaxFacts, taxProblem } from '../../../shared/domain/tax/tax-problem.ts';
import { isOneOf, rateOfName } from '../../../shared/domain/tax/tax-rate.ts';
import {
  defaultTaxRule,
  PART_TAX_RATES,
  TAX_RULES,
  type TaxedDocument,
  taxRuleOf,
  taxText,
} from '../../../shared/domain/tax/tax-rule.ts';

const DOCUMENTS: readonly TaxedDocument[] = [
  'RE',
  'AR',
  'TR',
  'order',
  'credit-note',
  'revenue-voucher',
  'expense-voucher',
];

/** The ids that are allowed, by asking for each. */
function allowedRules(facts: Omit<TaxFacts, 'taxRule' | 'taxRates'>): string {
  return Object.keys(TAX_RULES)
    .filter((taxRule) => taxProblem({ ...facts, taxRule, taxRates: [] }) === undefined)
    .join(' ');
}

describe('the tax rules of', () => {
  it.each<[string, TaxedDocument, boolean | undefined, string]>([
    ['a regular invoice', 'RE', false, '1 2 3 4 5 17 18 19 20 21'],
    ['an invoice of a small business', 'RE', true, '11'],
    ['an invoice of somebody', 'RE', undefined, '1 2 3 4 5 11 17 18 19 20 21'],
    ['a regular order', 'order', false, '1 2 3 4 5 17 18 19 20 21'],
    ['a regular credit note', 'credit-note', false, '1 2 3 4 5 17 18 19 20 21'],
    ['a regular advance invoice', 'AR', false, '1'],
    ['a partial invoice of a small business', 'TR', true, '11'],
    ['a partial invoice of somebody', 'TR', undefined, '1 11'],
    ['a regular expense', 'expense-voucher', false, '8 9 10 12 13 14 16 22'],
    ['an expense of a small business', 'expense-voucher', true, '10 13 16 22'],
    ['a revenue voucher, whoever it is', 'revenue-voucher', true, '1 2 3 4 5 11 17 22'],
  ])('%s', (_name, document, smallBusiness, rules) => {
    expect(allowedRules({ document, smallBusiness })).toBe(rules);
  });

  it('an e-invoice leave out those of the one-stop shop', () => {
    expect(allowedRules({ document: 'RE', smallBusiness: false, eInvoice: true })).toBe('1 2 3 4 5 17 21');
  });

  it('documents without one are allowed there', () => {
    for (const document of DOCUMENTS) {
      for (const smallBusiness of [true, false]) {
        const taxRule = defaultTaxRule(document, { smallBusiness });
        expect(taxProblem({ document, smallBusiness, taxRule, taxRates: ['0'] })).toBeUndefined();
      }
    }
  });
});

describe('tax rates', () => {
  it.each([
    ['1', ['0', '7', '19']],
    ['1', ['0.0', '7.00', '19.000']],
    ['2', ['0']],
    ['3', ['0', '7', '19']],
    ['4', ['0']],
    ['5', ['0']],
    ['11', ['0']],
    ['17', ['0']],
    ['18', ['25', '20', '8.1']],
    ['19', ['0']],
    ['20', ['100']],
    ['21', ['0']],
  ])('of rule %s may be %j', (taxRule, taxRates) => {
    expect(taxProblem({ document: 'RE', taxRule, taxRates })).toBeUndefined();
  });

  it.each([
    ['8', ['0', '7', '19'], '16'],
    ['9', ['0', '7', '19'], '16'],
    ['10', ['0'], '19'],
    ['12', ['0'], '19'],
    ['13', ['0'], '7'],
    ['14', ['0'], '7'],
    ['16', ['0'], '7'],
    ['22', ['0'], '7'],
  ])('of the expense rule %s may be %j, but not %s', (taxRule, taxRates, wrong) => {
    const document = 'expense-voucher';
    expect(taxProblem({ document, taxRule, taxRates })).toBeUndefined();
    expect(taxProblem({ document, taxRule, taxRates: [...taxRates, wrong] })?.path).toBe(
      `data.positions.${taxRates.length}.taxRate`,
    );
  });

  it('are the same however many zeros they are written with', () => {
    const zeros = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(
        fc.constantFrom(...PART_TAX_RATES),
        zeros,
        fc.constantFrom(...Object.keys(TAX_RULES)),
        (rate, n, id) => {
          const written = n === 0 ? rate : `${rate}.${'0'.repeat(n)}`;
          const ask = (taxRate: string) =>
            taxProblem({ document: 'RE', taxRule: id, taxRates: [taxRate] }) === undefined;
          expect(ask(written)).toBe(ask(rate));
        },
      ),
    );
  });

  it.each(['7.000001', '19.5', '-19', '1900', '', '19 ', '1e1', 'NaN'])('of a part are not %j', (rate) => {
    expect(isOneOf(rate, PART_TAX_RATES)).toBe(false);
  });
});

describe('a tax problem says what is allowed:', () => {
  it.each<[string, TaxFacts, string, string | RegExp]>([
    [
      'the rates of a rule',
      { document: 'RE', taxRule: '1', taxRates: ['19', '7', '16'] },
      'data.positions.2.taxRate',
      '"16" is not allowed by tax rule 1, taxable revenue (Umsatzsteuerpflichtige Umsätze); allowed: "0", "7", "19"',
    ],
    [
      'the one-stop shop',
      { document: 'RE', taxRule: '18', taxRates: ['-1'] },
      'data.positions.0.taxRate',
      /"-1" is not allowed by tax rule 18.*allowed: the rate of the customer's country, from "0" to "100"$/,
    ],
    [
      'the rules of a document',
      { document: 'AR', smallBusiness: false, taxRule: '17', taxRates: ['0'] },
      'data.taxRule',
      '"17" is not allowed for an advance invoice (AR) of a regular business (not § 19 UStG); allowed: "1"',
    ],
    [
      'the rule of a small business',
      { document: 'RE', smallBusiness: true, taxRule: '1', taxRates: ['0'] },
      'data.taxRule',
      '"1" is not allowed for an invoice (RE) of a small business (§ 19 UStG); allowed: "11"',
    ],
    [
      'what only a small business may do',
      { document: 'credit-note', smallBusiness: false, taxRule: '11', taxRates: ['0'] },
      'data.taxRule',
      /^"11" is not allowed for a credit note of a regular business.*"1", "2", "3", "4", "5", "17", "18", "19", "20", "21"$/,
    ],
    [
      'an expense rule on an order',
      { document: 'order', taxRule: '9', taxRates: ['19'] },
      'data.taxRule',
      /^"9" is not allowed for an order; allowed: "1", "2"/,
    ],
    [
      'an e-invoice',
      { document: 'RE', taxRule: '19', taxRates: ['20'], eInvoice: true },
      'data.taxRule',
      /^"19" is not allowed for an invoice \(RE\) that is an e-invoice; allowed: /,
    ],
    ['no rule at all', { document: 'RE', taxRule: 'toString', taxRates: [] }, 'data.taxRule', /^"toString" is not/],
    [
      'another currency',
      { document: 'TR', taxRule: '1', taxRates: ['19'], currency: 'USD' },
      'data.currency',
      '"USD" is not allowed for a partial invoice (TR); allowed: "EUR"',
    ],
  ])('%s', (_name, facts, path, message) => {
    expect(taxProblem(facts)).toEqual({
      path,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  it.each<[TaxedDocument, string | undefined]>([
    ['AR', 'EUR'],
    ['AR', undefined],
    ['RE', 'USD'],
    ['order', 'CHF'],
  ])('%s in %s is none', (document, currency) => {
    expect(taxProblem({ document, taxRule: '1', taxRates: ['19'], currency })).toBeUndefined();
  });

  it('whatever is asked, the rules and rates it allows are allowed', () => {
    const facts = fc.record({
      document: fc.constantFrom(...DOCUMENTS),
      smallBusiness: fc.constantFrom(true, false, undefined),
      eInvoice: fc.boolean(),
      taxRule: fc.constantFrom(...Object.keys(TAX_RULES), '99'),
      taxRates: fc.array(fc.constantFrom('0', '5', '7', '16', '19', '20.0'), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(facts, (asked) => {
        const problem = taxProblem(asked);
        const allowed = /allowed: ((?:"\d+"(?:, )?)+)$/.exec(problem?.message ?? '')?.[1]?.match(/\d+/g) ?? [];
        for (const value of allowed) {
          const mended = problem?.path === 'data.taxRule' ? { taxRule: value, taxRates: [] } : { taxRates: [value] };
          expect(taxProblem({ ...asked, ...mended })).toBeUndefined();
        }
        if (problem?.path === 'data.taxRule') expect(allowed).not.toHaveLength(0);
      }),
    );
  });
});

describe('the text of the tax', () => {
  it.each([
    ['1', false, 'Umsatzsteuer'],
    [undefined, false, 'Umsatzsteuer'],
    [undefined, true, 'Gemäß § 19 UStG wird keine Umsatzsteuer berechnet'],
    ['11', false, 'Gemäß § 19 UStG wird keine Umsatzsteuer berechnet'],
    ['5', false, 'Steuerschuldnerschaft des Leistungsempfängers'],
    ['3', undefined, 'Steuerfreie innergemeinschaftliche Lieferung'],
    ['99', false, 'Umsatzsteuer'],
    ['99', true, 'Gemäß § 19 UStG wird keine Umsatzsteuer berechnet'],
  ])('of rule %s, small business %s', (rule, smallBusiness, text) => {
    expect(taxText(rule, { smallBusiness })).toBe(text);
  });

  it('is there for every rule of revenue', () => {
    const silent = Object.values(TAX_RULES).filter(({ text, documents }) => documents.includes('RE') && !text);
    expect(silent).toEqual([]);
  });
});

/** As sevdesk answers (recorded, shortened). */
const bankFees: AccountGuidance = {
  accountDatevId: 4285,
  accountNumber: '4970',
  accountName: 'Nebenkosten des Geldverkehrs',
  allowedTaxRules: [
    { name: 'VORST_ABZUGSF_AUFW', id: 9, taxRates: ['ZERO', 'SEVEN', 'NINETEEN'] },
    { name: 'REV_CHARGE_13B_MIT_VORST_ABZUG_0', id: 12, taxRates: ['ZERO'] },
  ],
  allowedReceiptTypes: ['EXPENSE'],
};
const passedOn: AccountGuidance = {
  accountDatevId: '2578',
  accountNumber: '1590',
  allowedTaxRules: [
    { name: 'NICHT_STEUERBAR_REVENUE', id: '22', taxRates: ['ZERO'] },
    { name: 'BRAND_NEW', id: '77', taxRates: ['FIVE'] },
  ],
  allowedReceiptTypes: ['REVENUE', 'EXPENSE'],
};
const position = { accountNumber: '4970', taxRule: '9', taxRate: '19', receiptType: 'EXPENSE' } as const;

describe('what an account allows', () => {
  it.each([
    ['its rule and rate', position],
    ['the same rate with zeros', { ...position, taxRate: '7.00' }],
    [
      'both kinds of receipts',
      { ...position, accountNumber: '1590', taxRule: '22', taxRate: '0', receiptType: 'REVENUE' },
    ],
  ] as const)('%s', (_name, asked) => {
    expect(guidanceProblem([bankFees, passedOn], asked)).toBeUndefined();
  });

  it.each([
    [
      { ...position, receiptType: 'REVENUE' },
      'account "4970" (Nebenkosten des Geldverkehrs) is not allowed for revenue; allowed: expense',
    ],
    [
      { ...position, taxRule: '10' },
      'account "4970" (Nebenkosten des Geldverkehrs) does not allow tax rule "10"; allowed: "9", expenses with input tax ' +
        '(Vorsteuerabziehbare Aufwendungen), with "0", "7", "19" · "12", reverse charge with input tax (§ 13b Abs. 2 UStG), with "0"',
    ],
    [
      { ...position, taxRule: '12' },
      'account "4970" (Nebenkosten des Geldverkehrs) with tax rule "12" does not allow the tax rate "19"; allowed: "0"',
    ],
    [
      { ...position, accountNumber: '1590' },
      'account "1590" does not allow tax rule "9"; allowed: "22", money that is passed on (Durchlaufende Posten), with "0" · ' +
        '"77", BRAND_NEW, with "FIVE"',
    ],
    [{ ...position, accountNumber: '8400' }, 'account "8400" is none that sevdesk allows for receipts of this tenant'],
  ] as const)('is said where %j is not', (asked, problem) => {
    expect(guidanceProblem([bankFees, passedOn], asked)).toBe(problem);
  });

  it('is that of any of its rows, if it has several', () => {
    expect(guidanceProblem([{ ...bankFees, allowedTaxRules: [] }, bankFees], position)).toBeUndefined();
  });

  it('is named as the table of rules names it', () => {
    for (const { id, name, taxRates } of bankFees.allowedTaxRules) {
      expect(taxRuleOf(String(id))).toMatchObject({ codeName: name, rates: taxRates.map(rateOfName) });
    }
  });
});
