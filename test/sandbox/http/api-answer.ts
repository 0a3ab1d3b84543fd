/** What goes back over the wire: JSON or HTML. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly html?: string;
}

/** `{"objects":…}`, the envelope around lists, records and what factories make (measured). */
export function objects(content: unknown, status = 200): ApiAnswer {
  return { status, json: { objects: content } };
}

export function htmlPage(status: number, title: string): ApiAnswer {
  return {
    status,
    html: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}
