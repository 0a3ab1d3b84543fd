import { readFileSync } from 'node:fs';
import { parse, type ScalarTag } from 'yaml';
import type { Template } from '../../infra/local/runtime/template.ts';
import { readFences } from '../documents/read-fences.ts';

const DOCUMENT = new URL('../../docs/subscribing.md', import.meta.url);

/** The blocks of this language in docs/subscribing.md. */
export function documentedBlocks(language: string): readonly string[] {
  return readFences(readFileSync(DOCUMENT, 'utf8')).flatMap(({ info, text }) => (info === language ? [text] : []));
}

/** Its CloudFormation templates: the rule for large payments, and the one for deals. */
export function documentedTemplates(): { readonly largePayments: Template; readonly dealWon: Template } {
  const [largePayments, dealWon] = documentedBlocks('yaml').map(
    (text) => parse(text, { customTags: [shortForm('Ref'), shortForm('GetAtt'), shortForm('Sub')] }) as Template,
  );
  if (!largePayments || !dealWon) throw new Error('docs/subscribing.md shows two templates');
  return { largePayments, dealWon };
}

/** `!GetAtt Queue.Arn` → `{ "Fn::GetAtt": "Queue.Arn" }`. */
function shortForm(name: string): ScalarTag {
  const key = name === 'Ref' ? name : `Fn::${name}`;
  return { tag: `!${name}`, resolve: (text) => ({ [key]: text }) };
}
