/** US dollars, without taxes and free tiers. */
export interface Prices {
  readonly region: string;
  /** Where the figures come from, for the reader. */
  readonly source: string;
  readonly lambda: { readonly gbSecond: number; readonly request: number };
  readonly dynamo: { readonly writeUnit: number; readonly readUnit: number; readonly gbMonth: number };
  readonly sqs: { readonly request: number; readonly fifoRequest: number };
  readonly events: { readonly event: number; readonly archivedGb: number; readonly schedulerInvocation: number };
  readonly secrets: { readonly call: number; readonly secretMonth: number };
  readonly kms: { readonly request: number; readonly keyMonth: number };
  readonly logs: { readonly gb: number };
  readonly cloudwatch: { readonly alarm: number; readonly dashboard: number; readonly metric: number };
  /** To the internet. */
  readonly dataOut: { readonly gb: number };
}

const MILLION = 1_000_000;

/** The one place to change: every figure of a bill comes from here and from what was measured. */
export const EU_CENTRAL_1: Prices = {
  region: 'eu-central-1',
  source: 'list prices, November 2026, not verified here',
  // arm64, first tier.
  lambda: { gbSecond: 0.0000133334, request: 0.2 / MILLION },
  // On demand, standard table class; the last includes point-in-time recovery.
  dynamo: { writeUnit: 0.7625 / MILLION, readUnit: 0.1525 / MILLION, gbMonth: 0.306 + 0.2448 },
  sqs: { request: 0.4 / MILLION, fifoRequest: 0.5 / MILLION },
  events: { event: 1 / MILLION, archivedGb: 0.12, schedulerInvocation: 1 / MILLION },
  secrets: { call: 0.05 / 10_000, secretMonth: 0.4 },
  kms: { request: 0.03 / 10_000, keyMonth: 1 },
  // Ingestion; what is kept of it is compressed and less than a twentieth of that.
  logs: { gb: 0.63 },
  cloudwatch: { alarm: 0.1, dashboard: 3, metric: 0.3 },
  dataOut: { gb: 0.09 },
};

/** What is cheaper in us-east-1, for comparison. */
export const US_EAST_1: Prices = {
  ...EU_CENTRAL_1,
  region: 'us-east-1',
  dynamo: { writeUnit: 0.625 / MILLION, readUnit: 0.125 / MILLION, gbMonth: 0.25 + 0.2 },
  events: { ...EU_CENTRAL_1.events, archivedGb: 0.1 },
  logs: { gb: 0.5 },
};
