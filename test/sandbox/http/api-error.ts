import { randomUUID } from 'node:crypto';
import type { ApiAnswer } from './api-answer.ts';

export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly code?: number | string | null;
  readonly data?: unknown;
}

/** sevdesk refuses a request, in its error envelope. */
export class ApiError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'ApiError';
    this.refusal = refusal;
  }
}

export function refuse(status: number, message: string, code: number | null = null): ApiError {
  return new ApiError({ status, message, code });
}

/** Measured: 404 with code 151, and the model's internal name. */
export function notFound(model: string, id: string): ApiError {
  return refuse(404, `No Model_${model} with the id ${id} was found`, 151);
}

/** The error envelope (measured). It can come with status 200 too (measured for code 390). */
export function errorAnswer({ status, message, code = null, data = [] }: Refusal): ApiAnswer {
  const error = { exceptionUUID: randomUUID(), message, errorCode: 0, code, data, responseCode: status };
  return { status, json: { error, objects: null } };
}

/** Measured: unlike every other error, a refused token has no envelope. */
export const UNAUTHENTICATED: ApiAnswer = { status: 401, json: { status: 401, message: 'Authentication required' } };
