import { Token, Tokenization } from 'aws-cdk-lib';
import { InvalidCommand, parseCommand } from '../../shared/contract/contract.ts';
import type { CommandTemplate } from './command-template.ts';

/** What EventBridge takes for a variable in an input template; it knows no way to escape one (documentation, "Input transformation"). */
const PLACEHOLDER = /<[\w.-]+>/;
/** Stands for what a token will be, where only a part of the text is one. */
const ANY_TEXT = '1';

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
    ...contractProblems(withoutTokens(template)).filter((problem) => !open.some((place) => isAbout(problem, place))),
  ];
  if (problems.length > 0) throw new InvalidCommand(problems);
}

function commandIdProblems({ commandId }: CommandTemplate): string[] {
  if (Token.isUnresolved(commandId)) return [];
  return ['commandId: needs an EventField in it; it would be the same for every event, and only the first would count'];
}

function placeholderProblem({ place, text }: TextPlace): string[] {
  const [placeholder] = tokensAs(ANY_TEXT, text).match(PLACEHOLDER) ?? [];
  return placeholder === undefined ? [] : [`${place}: EventBridge would take ${placeholder} for a variable of its own`];
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

function withoutTokens(value: unknown): unknown {
  if (typeof value === 'string') return tokensAs(ANY_TEXT, value);
  if (Array.isArray(value)) return value.map(withoutTokens);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutTokens(inner)]));
}

function tokensAs(replacement: string, text: string): string {
  if (!Token.isUnresolved(text)) return text;
  const fragments = Tokenization.reverseString(text).mapTokens({ mapToken: () => replacement });
  return fragments.join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
}
