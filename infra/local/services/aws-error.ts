/**
 * An answer an AWS client understands as an error: SDK v3 picks the modeled class from `code`.
 * Throw one from the `onRequest` hook to refuse a call.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}
