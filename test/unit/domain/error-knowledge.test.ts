import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAILURE_REASONS } from '../../../shared/contract/event.ts';
import {
  errorKnowledge,
  hasCreditNote,
  isAlreadyCancelled,
  isAlreadyPaid,
  isNoDraft,
  isNotFound,
  knownErrors,
} from '../../../shared/domain/error-knowledge.ts';
import { KNOWN_ERRORS, type KnownErrorCode } from '../../../shared/domain/known-errors.ts';
import { OutcomeUnknown, RequestRejected } from '../../../shared/domain/sevdesk-error.ts';
import { readAnswer } from '../../../shared/sevdesk/answer.ts';

type Example = readonly [status: number, message: string, code?: number | string];

/** An answer of each kind: HTTP status, message, code. */
const EXAMPLES: Readonly<Record<KnownErrorCode, readonly [Example, ...Example[]]>> = {
  record_missing: [
    [404, 'No Model_Contact with the id 1 was found', 151],
    [404, 'No Model_CheckAccountTransaction with the id 1 was found', 151],
    [400, 'No Model_Invoice with the id 1 was found', 'NOT_FOUND'],
  ],
  not_found: [
    [404, 'No Model_StaticCountry with the id 1 was found', 151],
    [404, 'No Model_ContactAddress with the id 1 was found', 151],
    [400, 'Not found', 'NOT_FOUND'],
  ],
  not_a_draft: [[409, 'Invoice can only be deleted in status 100 but is status 200', 159]],
  voucher_not_a_draft: [[400, 'The voucher can not be changed. Use resetToDraft first', 90400]],
  credit_note_exists: [[422, 'CreditNote exists', 170]],
  partly_paid: [[200, 'Partially Paid Invoices can not be deleted at the moment, book a credit invoice manually', 390]],
  already_cancelled: [[422, 'invoice already canceled', 421]],
  credit_note_too_high: [[422, 'The sum of the credit note exceeds the invoice', 455]],
  credit_note_other_rate: [[422, 'The tax rate differs from the invoice', 456]],
  already_paid: [
    [422, 'The invoice is already paid', 750],
    [400, 'The voucher is already paid', '751'],
  ],
  account_not_allowed: [[422, 'The account is not allowed for this tax rule', 7100]],
  e_invoice_incomplete: [[400, 'Could not generate ZUGFeRD Invoice since there are validations errors', 830]],
  number_taken: [
    [500, 'debitor/creditor number already exists'],
    [500, 'The debitor number already exists'],
    [500, 'Creditor number already exists'],
  ],
  invoice_number_missing: [[503, 'Invoice number is required']],
  draft_not_payable: [[400, 'A draft can not be paid']],
  account_not_online: [
    [
      422,
      'You can only create transactions on online checkaccounts. Use document bookAmount to create transactions on other types.',
    ],
  ],
  bank_details_missing: [[500, 'Missing iban and bic']],
  not_an_e_invoice: [[400, 'This invoice is not an electronic invoice']],
  field_missing: [[500, "SQLSTATE[23000]: Integrity constraint violation: 1048 Column 'taxRate' cannot be null"]],
  currency_missing: [[400, 'Currency is required.']],
  positions_missing: [[400, 'The given document must have at least one position']],
  status_not_allowed: [[422, 'Invalid status. New invoices must be created with status 100.']],
  shape_not_read: [
    [400, "order expected array with 'id' and 'objectName'. array given"],
    [400, 'orderPosSave expected array. null given'],
  ],
  delivery_not_allowed: [[422, 'The invoiceDate (2026-11-20) must be before the deliveryDate (2026-11-20)']],
  export_not_configured: [[409, 'The accountingYearBegin is not set']],
  too_large: [
    [413, 'Request Entity Too Large'],
    [414, 'URI Too Long'],
    [431, 'Request Header Fields Too Large'],
  ],
};

const rows = Object.entries(EXAMPLES) as [KnownErrorCode, readonly Example[]][];
const examples = rows.flatMap(([known, answers]) =>
  answers.map(([status, message, code]) => [known, status, message, code] as const),
);

function rejectionOf(status: number, message: string, code: number | string | null = null): unknown {
  const error = { exceptionUUID: 'u-1', message, errorCode: 0, code, data: [], responseCode: status };
  const body = JSON.stringify({ error, objects: null });
  try {
    return readAnswer({ status, body, retryAfter: null }, { writes: true });
  } catch (thrown) {
    return thrown;
  }
}

describe('a known refusal', () => {
  it.each(examples)('%s: HTTP %i, "%s"', (known, status, message, code) => {
    const { match: _, ...knowledge } = KNOWN_ERRORS[known];
    const error = rejectionOf(status, message, code);
    expect(error).toBeInstanceOf(RequestRejected);
    expect(error).toMatchObject({ message, knowledge: { code: known, ...knowledge } });
  });

  it.each(examples)('%s is no other one: HTTP %i, "%s"', (known, status, message, code) => {
    const said = { status, message, ...(code !== undefined && { code: String(code) }) };
    expect(knownErrors(said).map((row) => row.code)).toEqual([known]);
  });

  it.each(Object.entries(KNOWN_ERRORS))('%s has a reason, and one sentence of advice', (_code, row) => {
    expect(FAILURE_REASONS).toContain(row.reason);
    expect(row.advice).toMatch(/^[A-Za-z][^\n]{20,120}\.$/);
    expect(/\bredrive\b/.test(row.advice)).toBe(row.retryable);
  });

  it.each([429, 401, 402, 403])('says nothing where the tenant is meant: HTTP %i', (status) => {
    const error = rejectionOf(status, 'A draft can not be paid', 750);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(RequestRejected);
  });
});

describe('an unknown answer', () => {
  it.each([
    [500, 'NOT NULL', null],
    [500, 'Internal server error', 0],
    [503, 'Service unavailable', null],
    [500, 'No Model_Contact with the id 1 was found', 151],
  ])('with HTTP %i and "%s" leaves open what happened', (status, message, code) => {
    expect(rejectionOf(status, message, code)).toBeInstanceOf(OutcomeUnknown);
  });

  it('with HTTP 4xx is refused, without knowledge', () => {
    const error = rejectionOf(422, 'The tax rate 16 is not allowed', null);
    expect(error).toBeInstanceOf(RequestRejected);
    expect(error).toMatchObject({ knowledge: undefined });
  });

  it('never breaks the look-up', () => {
    const said = fc.record(
      { status: fc.integer({ min: 200, max: 599 }), message: fc.string(), code: fc.string() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(said, (answer) => {
        const knowledge = errorKnowledge(answer);
        if (knowledge) expect(KNOWN_ERRORS).toHaveProperty(knowledge.code);
      }),
    );
  });
});

it("sevdesk's code counts before its message", () => {
  for (const [, , message] of examples) {
    expect(errorKnowledge({ status: 422, code: '421', message })).toMatchObject({ code: 'already_cancelled' });
  }
});

describe('what a step asks of an error', () => {
  it.each([
    [isNotFound, ['record_missing', 'not_found']],
    [isAlreadyCancelled, ['already_cancelled']],
    [isAlreadyPaid, ['already_paid']],
    [isNoDraft, ['not_a_draft', 'voucher_not_a_draft']],
    [hasCreditNote, ['credit_note_exists']],
  ] as const)('%o', (asks, known) => {
    const yes = examples.filter(([, status, message, code]) => asks(rejectionOf(status, message, code)));
    expect([...new Set(yes.map(([code]) => code))]).toEqual(known);
  });

  it.each([undefined, new Error('No'), new OutcomeUnknown('The invoice is already paid', { code: '750' })])(
    'is no for %s',
    (error) => {
      for (const asks of [isNotFound, isAlreadyCancelled, isAlreadyPaid, isNoDraft, hasCreditNote]) {
        expect(asks(error)).toBe(false);
      }
    },
  );
});
