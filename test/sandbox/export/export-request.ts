import { refuse } from '../http/api-error.ts';

/** What a DATEV export is asked to contain. */
export interface ExportRequest {
  readonly startMs: number;
  readonly endMs: number;
  /** Letters: revenue E, expenses X, transactions T, cash register C, assets D. */
  readonly scope: string;
  readonly byPayDate: boolean;
  readonly includesEnshrined: boolean;
  readonly enshrines: boolean;
  readonly includesImages: boolean;
}

/**
 * Reads the query (documentation, "Export"); the refusals are assumed.
 * @throws ApiError
 */
export function readExportRequest(query: URLSearchParams, letters: string): ExportRequest {
  const [startMs, endMs] = [readSeconds(query, 'startDate'), readSeconds(query, 'endDate')];
  const scope = query.get('scope') ?? '';
  const isKnown = scope !== '' && [...scope].every((letter) => letters.includes(letter));
  if (!isKnown) throw refuse(400, `scope must consist of the letters ${letters}`);
  return {
    startMs,
    endMs,
    scope,
    byPayDate: query.get('exportByPaydate') === 'true',
    includesEnshrined: query.get('includeEnshrined') !== 'false',
    enshrines: query.get('enshrineDocuments') === 'true',
    includesImages: query.get('includeDocumentImages') === 'true',
  };
}

function readSeconds(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '';
  if (!/^\d+$/.test(text)) throw refuse(400, `${name} must be a timestamp`);
  return Number(text) * 1000;
}
