import { SandboxControl } from '../control.ts';
import { startSandbox } from '../sandbox.ts';

/** An answer, its JSON loosely typed: tests say what they expect of it. */
interface RigAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** `objects` of the answer. */
  readonly objects: WireAny;
  readonly total: unknown;
  /** `error` of the answer. */
  readonly error: WireAny;
}

/** JSON read by path; every step may be missing. */
interface WireAny {
  readonly [field: string]: WireAny;
}

export interface RigCall {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly token?: string;
}

export type SandboxRig = Awaited<ReturnType<typeof startSandboxRig>>;

/** A sandbox with one account, a contact in it, and a clock that only moves when told: 2026-07-01 12:00 in Berlin. */
export async function startSandboxRig() {
  const clock = { ms: Date.parse('2026-07-01T12:00:00+02:00') };
  const sandbox = await startSandbox({ now: () => clock.ms });
  const control = new SandboxControl(sandbox.controlUrl);
  const token = '0123456789abcdef0123456789abcdef';
  await control.createAccount({ token, sevClientId: '4711' });
  const contact = await control.createContact(token, { name: 'Erste Kundin GmbH' });
  const call = (method: string, path: string, options: RigCall = {}) =>
    send({ url: `${sandbox.url}${path}`, method, token, ...options });
  return { sandbox, control, clock, token, contactId: contact.id, call, close: () => sandbox.close() };
}

async function send({ url, method, token, query, body }: RigCall & { url: string; method: string; token: string }) {
  const search = query ? `?${new URLSearchParams(query)}` : '';
  const response = await fetch(`${url}${search}`, {
    method,
    headers: { authorization: token },
    ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text.startsWith('{') ? JSON.parse(text) : {};
  const answer: RigAnswer = { status: response.status, headers: response.headers, text, ...json };
  return answer;
}
