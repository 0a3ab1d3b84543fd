/** A token in the shape of sevdesk's, which may be a tenant's id, and one that may not. */
interface Misplaced {
  readonly hex: string;
  readonly odd: string;
}

/** Requests to `connect-tenant` that hold a token where none belongs. */
export const misplacedRequests = ({ hex, odd }: Misplaced): readonly unknown[] => [
  hex,
  odd,
  [odd],
  { token: odd },
  { tenantId: odd },
  { tenantId: hex, token: hex },
  { tenantId: hex, token: 'my-company' },
  { tenantId: `acme-${hex}`, token: hex },
  { tenantId: 'acme', token: [odd] },
  { tenantId: 'acme', token: { odd } },
  { tenantId: 'acme', token: ` ${odd} ` },
  { tenantId: 'acme', token: odd, [hex]: hex },
  { tenantId: 'acme', token: odd, rotate: odd },
  { tenantId: [odd], token: null },
];

/** Payloads that are not even JSON. */
export const brokenPayloads = ({ hex, odd }: Misplaced): readonly string[] => [odd, `{"token":"${hex}`];

/** Arguments of `tenant`, beside the token `hex` that is piped in. */
export const misplacedArguments = ({ hex, odd }: Misplaced, sevdeskUrl: string): readonly (readonly string[])[] => [
  ['connect', 'acme', hex],
  ['connect', odd],
  ['connect', hex, '--sevdesk-url', sevdeskUrl],
  ['connect', 'acme', `--token=${odd}`],
  ['connect', 'acme', '--token', odd],
  ['connect', 'acme', `--tokn=${odd}`],
  ['connect', 'acme', '--token-file', '/nowhere', '--sevdesk-url', sevdeskUrl],
  ['rotate', 'acme', `-t${odd}`],
  ['rotate', 'acme', hex, odd],
  ['show', odd],
  [hex, 'connect', 'acme'],
];

/** Values of secrets that are not `{"token":"…"}`. */
export const shapelessSecrets = ({ hex, odd }: Misplaced): readonly string[] => [
  odd,
  JSON.stringify(hex),
  JSON.stringify({ key: odd }),
  JSON.stringify({ token: [hex] }),
  JSON.stringify({ token: ` ${odd}` }),
  `{"token":"${hex}`,
];
