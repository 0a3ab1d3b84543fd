import { describe, expect, it } from 'vitest';
import { tokenForms } from '../../../shared/domain/token-forms.ts';

const PLAIN = 'f00dfeed0123456789abcdefdeadbeef';
/** All that an encoding may touch, and enough of it that nothing is left of the first sixteen characters but letters between. */
const ODD = `a"b\\c%d+e/f&g=h<i>j'k~l{m}n#o?p$`;
const LONG = `"\\%&<>'+/=`.repeat(25);

const url = encodeURIComponent;
const code = (one: string) => one.charCodeAt(0).toString(16).toUpperCase();
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const html = (text: string) => text.replace(/[&<>"']/g, (one) => `&${NAMES[one]};`);
const NAMES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#039' };
const byCode = (text: string) => text.replace(/\W/g, (one) => `&#x${code(one)};`);
const base64 = (text: string) => Buffer.from(text).toString('base64');

const FORMS: readonly (readonly [string, (token: string) => string])[] = [
  ['in clear', (token) => token],
  ['in capitals', (token) => token.toUpperCase()],
  ['in a URL', url],
  ['in a URL, in small letters', (token) => url(token).toLowerCase()],
  ['as encodeURI leaves it', encodeURI],
  ['in a URL inside a URL', (token) => url(url(token))],
  ['in JSON', json],
  ['in JSON inside JSON', (token) => json(json(token))],
  ['in JSON as PHP writes it', (token) => json(token).replaceAll('/', '\\/')],
  ['in JSON that is meant for HTML', (token) => json(token).replace(/[<>&'/]/g, (one) => `\\u00${code(one)}`)],
  ['in HTML', html],
  ['in HTML inside HTML', (token) => html(html(token))],
  ['in HTML by codes', byCode],
  ['in HTML inside JSON', (token) => json(html(token))],
  ['as a script escapes it', (token) => token.replace(/\W/g, (one) => `\\x${code(one)}`)],
  ['in base64', base64],
  ['in base64, behind one byte', (token) => base64(`:${token}`)],
  ['in base64, behind two bytes', (token) => base64(`u:${token}`)],
  ['in base64 between other things', (token) => base64(`{"token":"${token}"}`)],
  ['in base64 for URLs', (token) => Buffer.from(`:${token}`).toString('base64url')],
  ['in base64 inside a URL', (token) => url(base64(`u:${token}`))],
  ['in base64 inside JSON of PHP', (token) => base64(token).replaceAll('/', '\\/')],
  ['in hex', (token) => Buffer.from(token).toString('hex')],
  ['in hex, in capitals', (token) => Buffer.from(token).toString('hex').toUpperCase()],
];

describe.each([
  ['of 32 hexadecimal characters', PLAIN],
  ['with characters that encodings touch', ODD],
  ['of nothing but such', LONG],
])('a token %s', (_name, token) => {
  it.each(FORMS)('is hidden %s, and so are its first 16 characters', (_form, encode) => {
    const { hide, anchors } = tokenForms(token);
    for (const shown of [encode(token), encode(token.slice(0, 16))]) {
      expect(hide(`GET failed: ${shown} (500)`)).toMatch(/^GET failed: [\w+/%-]*\[token\][\w+/%=-]* \(500\)$/);
      const small = shown.toLowerCase();
      expect(anchors?.some((anchor) => small.includes(anchor)) ?? true).toBe(true);
    }
  });

  it('is hidden to where the text is cut off', () => {
    expect(tokenForms(token).hide(`"${token.slice(0, 25)}`)).toBe('"[token]');
  });

  it('is hidden wherever it stands', () => {
    expect(tokenForms(token).hide(`${token} ${url(token)}, ${token}`)).toBe('[token] [token], [token]');
  });
});

describe('what is no token', () => {
  it.each(['', 'a', 'invoice'])('"%s", too short for one, is hidden nowhere', (text) => {
    expect(tokenForms(text).hide('an invoice a day')).toBe('an invoice a day');
  });

  it('may be of any length and alphabet', () => {
    const text = '例'.repeat(100_000);
    expect(tokenForms(text).hide(`it was ${text.slice(0, 200)}`)).toBe('it was [token]');
  });

  it('stays when it shares less than the first 16 characters', () => {
    const text = `${PLAIN.slice(0, 15)}0, ${base64(PLAIN.slice(0, 14))}, evt_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAA`;
    expect(tokenForms(PLAIN).hide(text)).toBe(text);
  });
});
