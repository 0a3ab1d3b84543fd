import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** Something that the relay wrote, and where. */
export interface Writing {
  readonly where: string;
  readonly content: string | Uint8Array;
}

type Encode = (token: string) => string;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const inJson: Encode = (token) => JSON.stringify(token).slice(1, -1);
const inHtml: Encode = (token) => token.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
const codes = (token: string) => [...Buffer.from(token)];

/** Of base64, what the token alone decides, behind so many other bytes. */
function inBase64(token: string, before: number): string {
  const whole = Buffer.from(`${'-'.repeat(before)}${token}`)
    .toString('base64')
    .replace(/=+$/, '');
  return whole.slice([0, 2, 3][before], Math.floor(((before + token.length) * 8) / 6));
}

/** Forms in which others quote a token; whoever quotes must write the relay's name for it into its place. */
export const QUOTED: Readonly<Record<string, Encode>> = {
  'in clear': (token) => token,
  'as in URLs': encodeURIComponent,
  'as encodeURI leaves it': encodeURI,
  'as in URLs inside URLs': (token) => encodeURIComponent(encodeURIComponent(token)),
  'as in JSON': inJson,
  'as in JSON inside JSON': (token) => inJson(inJson(token)),
  'as in JSON of PHP': (token) => inJson(token).replaceAll('/', '\\/'),
  'as in JSON of PHP inside JSON': (token) => inJson(inJson(token).replaceAll('/', '\\/')),
  'as in HTML': inHtml,
  'as in HTML inside JSON': (token) => inJson(inHtml(token)),
  'in base64': (token) => inBase64(token, 0),
  'in base64 behind one byte': (token) => inBase64(token, 1),
  'in base64 behind two bytes': (token) => inBase64(token, 2),
  'in base64url': (token) => inBase64(token, 0).replaceAll('+', '-').replaceAll('/', '_'),
  'in base64 inside a URL': (token) => encodeURIComponent(inBase64(token, 0)),
  'in base64 inside JSON of PHP': (token) => inBase64(token, 0).replaceAll('/', '\\/'),
  'in hex': (token) => Buffer.from(token).toString('hex'),
};

/** Forms in which bytes are dumped: nothing of ours may write bytes. */
const DUMPED: Readonly<Record<string, Encode>> = {
  'as bytes in hex': (token) =>
    codes(token)
      .map((code) => code.toString(16).padStart(2, '0'))
      .join(' '),
  'as bytes in a list': (token) => codes(token).join(','),
};

/** What every form of a token begins with: texts are cut off anywhere. */
export const CHARACTERS = 16;
export const FORMS: Readonly<Record<string, Encode>> = { ...QUOTED, ...DUMPED };

/** Where the tokens stand, and how: `logs: acme's token in base64`. Capitals are no disguise. */
export function findTokens(tokens: Readonly<Record<string, string>>, writings: readonly Writing[]): readonly string[] {
  const needles = Object.entries(tokens).flatMap(([whose, token]) =>
    Object.entries(FORMS).map(([form, encode]) => ({
      text: encode(token.slice(0, CHARACTERS)).toLowerCase(),
      found: `${whose}'s token ${form}`,
    })),
  );
  const places = new Map<string, string>();
  for (const { where, content } of writings) {
    places.set(where, `${places.get(where) ?? ''}\n${viewsOf(content).join('\n').toLowerCase()}`);
  }
  return [...places].flatMap(([where, text]) =>
    needles.filter((needle) => text.includes(needle.text)).map(({ found }) => `${where}: ${found}`),
  );
}

/** What can be read in it: as it is, and unpacked; a list of bytes is written with and without blanks. */
function viewsOf(content: Writing['content']): readonly string[] {
  if (typeof content === 'string') return [content, content.replace(/,\s+/g, ',')];
  const unpacked = [brotliDecompressSync, gunzipSync, inflateSync].flatMap((unpack) => {
    try {
      return [unpack(content).toString('latin1')];
    } catch {
      return [];
    }
  });
  return [Buffer.from(content).toString('latin1'), ...unpacked];
}
