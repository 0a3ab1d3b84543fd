import { Token, Tokenization } from 'aws-cdk-lib';
import { EventField } from 'aws-cdk-lib/aws-events';
import { InvalidCommand, parseCommand } from '../../shared/contract/contract.ts';
import type { CommandTemplate } from './command-template.ts';

/** What EventBridge takes for a variable in an input template; it knows no way to escape one (documentation, "Input transformation"). */
const PLACEHOLDER = /<[\w.-]+>/;
/** Stands for what a token will be, where only a part of the text is one. */
const ANY_TEXT = '1';
/** What EventBridge takes of an input transformer (documentation, "InputTransformer"). */
const MOST_CHARACTERS = 8192;
const MOST_FIELDS = 100;

/**
 * What has no tokens is checked now, against the contract; the rest when a command arrives.
 * @throws InvalidCommand with every problem
 */
export function checkCommandTemplate(template: CommandTemplate): void {
  const places = textPlaces(template, []);
  const open = places
    .filter(({ text, place }) => Token.isUnresolved(text) && place !== 'commandId')
    .map(({ place }) => place);
  const problems = [
    ...commandIdProblems(template),
    ...places.flatMap(placeholderProblem),
    ...places.flatMap(embeddedProblem),
    ...sizeProblems(template, places),
    ...contractProblems(withTokensAs(ANY_TEXT, template)).filter(
      (problem) => !open.some((place) => isAbout(problem, place)),
    ),
  ];
  if (problems.length > 0) throw new InvalidCommand(problems);
}

function commandIdProblems({ commandId }: CommandTemplate): string[] {
  if (fieldsIn(String(commandId)).length > 0) return [];
  return ['commandId: needs an EventField in it; it would be the same for every event, and only the first would count'];
}

function placeholderProblem({ place, text }: TextPlace): string[] {
  const [placeholder] = tokensAs(ANY_TEXT, text).match(PLACEHOLDER) ?? [];
  return placeholder === undefined ? [] : [`${place}: EventBridge would take ${placeholder} for a variable of its own`];
}

/**
 * EventBridge does not escape what it puts into a text, so that a value with a quotation mark could end the text and add fields: `then.send`,
 * and an e-mail leaves. Around `data` all fields that there are stand in the template, and the relay refuses one that comes twice.
 */
function embeddedProblem({ place, text }: TextPlace): string[] {
  const isWhole = tokensAs('', text) === '' && fieldsIn(text).length === 1;
  if (place.split('.')[0] !== 'data' || fieldsIn(text).length === 0 || isWhole) return [];
  return [`${place}: an EventField must be the whole text; let the event have the text as it is to be`];
}

function sizeProblems(template: CommandTemplate, places: readonly TextPlace[]): string[] {
  const fields = new Set(places.flatMap(({ text }) => fieldsIn(text)).map(({ path }) => path));
  const { length } = JSON.stringify(withTokensAs(`<f${fields.size}>`, { ...template, version: 1 }));
  return [
    ...(length > MOST_CHARACTERS ? [`command: ${length} characters; EventBridge takes ${MOST_CHARACTERS}`] : []),
    ...(fields.size > MOST_FIELDS ? [`command: ${fields.size} EventFields; EventBridge takes ${MOST_FIELDS}`] : []),
  ];
}

function fieldsIn(text: string): readonly EventField[] {
  return Tokenization.reverseString(text).tokens.filter((token) => token instanceof EventField);
}

function contractProblems(command: unknown): readonly string[] {
  try {
    parseCommand({ version: 1, ...(command as object) });
    return [];
  } catch (error) {
    if (error instanceof InvalidCommand) return error.problems;
    throw error;
  }
}

/** Problems begin with where they are. */
function isAbout(problem: string, place: string): boolean {
  return problem.startsWith(`${place}:`) || problem.startsWith(`${place}.`);
}

interface TextPlace {
  readonly place: string;
  readonly text: string;
}

function textPlaces(value: unknown, path: readonly string[]): readonly TextPlace[] {
  if (typeof value === 'string') return [{ place: path.join('.'), text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textPlaces(inner, [...path, name]));
}

function withTokensAs(replacement: string, value: unknown): unknown {
  if (typeof value === 'string') return tokensAs(replacement, value);
  if (Array.isArray(value)) return value.map((inner) => withTokensAs(replacement, inner));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withTokensAs(replacement, inner)]));
}

function tokensAs(replacement: string, text: string): string {
  if (!Token.isUnresolved(text)) return text;
  const fragments = Tokenization.reverseString(text).mapTokens({ mapToken: () => replacement });
  return fragments.join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
}
