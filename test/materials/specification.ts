import { parse } from 'yaml';
import * as z from 'zod/mini';

const listSchema = z.object({
  properties: z.optional(z.object({ objects: z.optional(z.object({ items: z.object({ $ref: z.string() }) })) })),
});
const operation = z.object({
  tags: z.optional(z.array(z.string())),
  parameters: z.optional(z.array(z.object({ name: z.string() }))),
  responses: z.record(z.string(), z.unknown()),
});
const listAnswer = z.object({ content: z.object({ 'application/json': z.object({ schema: listSchema }) }) });
const document = z.object({
  openapi: z.string(),
  tags: z.array(z.object({ name: z.string(), description: z.optional(z.string()) })),
  paths: z.record(z.string(), z.object({ get: z.optional(operation) })),
  components: z.object({
    schemas: z.record(z.string(), z.object({ properties: z.optional(z.record(z.string(), z.unknown())) })),
  }),
});

/** What is looked up in sevdesk's OpenAPI document. */
export interface Specification {
  /** Whether `GET` of a path exists; `{}` stands for any parameter: `Invoice/{}/getPositions`. */
  readonly hasGet: (path: string) => boolean;
  /** Whether a query parameter is declared for the path, or told in the prose about it. */
  readonly knowsQuery: (path: string, name: string) => boolean;
  /** Fields of the records that a list answers. */
  readonly fieldsOf: (path: string) => readonly string[];
}

/** @throws where the text is no OpenAPI document of the shape that is looked into. */
export function readSpecification(text: string): Specification {
  const { paths, tags, components } = z.parse(document, parse(text));
  const gets = new Map(Object.entries(paths).map(([path, { get }]) => [path.replace(/\{[^}]*\}/g, '{}'), get]));
  const prose = new Map(tags.map(({ name, description = '' }) => [name, description]));
  const find = (path: string) => gets.get(`/${path}`);
  return {
    hasGet: (path) => find(path) !== undefined,
    knowsQuery: (path, name) => {
      const { parameters = [], tags: about = [] } = find(path) ?? {};
      return (
        parameters.some((parameter) => parameter.name === name) ||
        about.some((tag) => prose.get(tag)?.includes(`${name}=`))
      );
    },
    fieldsOf: (path) => {
      const answer = listAnswer.safeParse(find(path)?.responses['200']);
      const reference = answer.data?.content['application/json'].schema.properties?.objects?.items.$ref ?? '';
      return Object.keys(components.schemas[reference.split('/').at(-1) ?? '']?.properties ?? {});
    },
  };
}
