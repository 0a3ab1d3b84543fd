/** A file as sevdesk takes it. */
export interface UploadedFile {
  /** With its ending. */
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** What a request carries over the wire. */
export interface RequestBody {
  readonly contentType: string;
  readonly content: string | Uint8Array;
}

/** JSON, or a form with a file; `undefined` where there is nothing to send. */
export async function requestBody({
  body,
  file,
}: {
  readonly body?: unknown;
  readonly file?: UploadedFile;
}): Promise<RequestBody | undefined> {
  if (file) return formWith(file);
  return body === undefined ? undefined : { contentType: 'application/json', content: JSON.stringify(body) };
}

/** Written by `Response`, which Node loads only now: forms are rare, and cold starts are not. */
async function formWith({ name, contentType, bytes }: UploadedFile): Promise<RequestBody> {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(bytes)], name, { type: contentType }));
  const response = new Response(form);
  return {
    contentType: response.headers.get('content-type') ?? '',
    content: new Uint8Array(await response.arrayBuffer()),
  };
}
