/** What stands in a text where a token stood. */
const MARK = '[token]';

/** So much of a token counts as all of it, since texts are cut off anywhere; a shorter token counts as a whole. */
const CHARACTERS_THAT_COUNT = 16;
/** No token is longer or shorter; what is may be anything that somebody took for one. */
const LONGEST = 256;
const SHORTEST = 8;

/** Letters and digits of this many characters lead to the token that they belong to. */
export const ANCHOR_LENGTH = 8;

/** The ways in which a text may show a token. */
export interface TokenForms {
  /**
   * Small letters and digits, `ANCHOR_LENGTH` of them each: a text that shows the token holds one of them, in whatever case. None where
   * the token has too many other characters for that.
   */
  readonly anchors: readonly string[] | undefined;
  /** The text with a mark in place of the token, in whatever form. */
  readonly hide: (text: string) => string;
}

interface Encoded {
  readonly text: string;
  /** How much of it counts as all of it. */
  readonly least: number;
}

/** What a token's own characters become; each of these may be escaped once more on its way. A new form is a row. */
const ENCODINGS: readonly ((token: string, least: number) => Encoded)[] = [
  (token, least) => ({ text: token, least }),
  (token, least) => ({ text: Buffer.from(token).toString('hex'), least: 2 * least }),
  // What base64 makes of a token depends on how many bytes stand before it.
  ...[0, 1, 2].map((shift) => (token: string, least: number) => inBase64(token, least, shift)),
];

/** Cheap to make and to keep, since the search itself is put together when it is first needed: a MB then takes one millisecond. */
export function tokenForms(token: string): TokenForms {
  const anchors = encodings(token).map(anchorOf);
  let pattern: RegExp | undefined;
  return {
    anchors: anchors.every((anchor) => anchor !== undefined) ? anchors : undefined,
    hide(text) {
      pattern ??= new RegExp(encodings(token).map(patternOf).join('|') || NOTHING, 'gi');
      return text.replace(pattern, MARK);
    },
  };
}

/** A pattern that no text has. */
const NOTHING = '(?!)';

/** None of what is shorter than any token: it would hide parts of other words. */
function encodings(given: string): readonly Encoded[] {
  const token = given.slice(0, LONGEST);
  const least = Math.min(token.length, CHARACTERS_THAT_COUNT);
  return least < SHORTEST ? [] : ENCODINGS.map((encode) => encode(token, least));
}

/** The characters that the token alone decides: those at its ends hold bits of what is beside it. */
function inBase64(token: string, least: number, shift: number): Encoded {
  const start = Math.ceil((8 * shift) / 6);
  const end = (bytes: number) => Math.floor((8 * (shift + bytes)) / 6);
  const text = Buffer.from(`${' '.repeat(shift)}${token}`)
    .toString('base64')
    .slice(start, end(token.length));
  return { text, least: end(least) - start };
}

function anchorOf({ text, least }: Encoded): string | undefined {
  const run = /[A-Za-z0-9]+/g;
  const [longest = ''] = [...text.slice(0, least).matchAll(run)].map(String).sort((a, b) => b.length - a.length);
  return longest.length < ANCHOR_LENGTH ? undefined : longest.slice(0, ANCHOR_LENGTH).toLowerCase();
}

/** All of it, or what counts with as much of the rest as is there. */
function patternOf({ text, least }: Encoded): string {
  const characters = [...text].map(escapable);
  const rest = characters.slice(least).reduceRight((after, character) => `(?:${character}${after})?`, '');
  return `${characters.join('')}${PADDING}|${characters.slice(0, least).join('')}${rest}${PADDING}`;
}

/** The last character of base64 and what fills it up. */
const PADDING = '(?:\\w?(?:=|%3d){1,2})?';

/** Names that HTML has for characters; all others are written by their codes. */
const NAMES: Readonly<Record<string, string>> = { '"': 'quot', '&': 'amp', '<': 'lt', '>': 'gt', "'": 'apos' };
/** What base64 in URLs has instead. */
const IN_URLS: Readonly<Record<string, string>> = { '+': '-', '/': '_' };

/** A character as JSON, URLs and HTML escape it, also one inside the other. None of them touches letters and digits. */
function escapable(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  const code = character.charCodeAt(0);
  const hex = code.toString(16).padStart(2, '0');
  const itself = character === '\\' ? '\\\\{1,8}' : `\\\\{0,7}\\u${hex.padStart(4, '0')}`;
  const inUrl = `%(?:25){0,3}${hex}`;
  const inScript = `\\\\{1,8}(?:u00|x)${hex}`;
  const inHtml = `&(?:amp;){0,3}${entity(character, code, hex)};`;
  return `(?:${[inUrl, inScript, inHtml, itself, ...(IN_URLS[character] ?? '')].join('|')})`;
}

function entity(character: string, code: number, hex: string): string {
  const named = NAMES[character];
  return `(?:#0{0,4}${code}|#x0{0,4}${hex}${named === undefined ? '' : `|${named}`})`;
}
