import type { Template, TemplateResource } from '../runtime/template.ts';

type Properties = Readonly<Record<string, unknown>>;
/** A resource with one thing wrong with it; `undefined`: this one stays as it is. */
type Breakage = (resource: TemplateResource) => Properties | undefined;

/** What `--break` can break, and how: each takes out of the template what makes that part work. */
const BREAKAGES = {
  poller: (resource) => disabledMapping(resource, 'Polls'),
  writer: (resource) => disabledMapping(resource, 'Commands'),
  bus: (resource) => withVariable(resource, 'BUS_NAME', 'a-bus-that-does-not-exist'),
  'dead-letters': (resource) => withVariable(resource, 'COMMAND_DEAD_LETTERS_URL', 'http://127.0.0.1:9/no-queue'),
} as const satisfies Record<string, Breakage>;

export type BreakablePart = keyof typeof BREAKAGES;
export const BREAKABLE_PARTS = Object.keys(BREAKAGES) as readonly BreakablePart[];

/**
 * The template with one part broken on purpose.
 * @throws Error when nothing in the template is that part: the demo would prove nothing.
 */
export function breakPart(template: Template, part: BreakablePart): Template {
  const broken = Object.entries(template.Resources).flatMap(([id, resource]) => {
    const Properties = BREAKAGES[part](resource);
    return Properties ? [[id, { ...resource, Properties }] as const] : [];
  });
  if (broken.length === 0) throw new Error(`The template has nothing that could be broken as "${part}"`);
  return { ...template, Resources: { ...template.Resources, ...Object.fromEntries(broken) } };
}

/** The mapping that feeds a queue's messages to its function. */
function disabledMapping({ Type, Properties = {} }: TemplateResource, queue: string): Properties | undefined {
  const feeds = Type === 'AWS::Lambda::EventSourceMapping' && JSON.stringify(Properties.EventSourceArn).includes(queue);
  return feeds ? { ...Properties, Enabled: false } : undefined;
}

function withVariable(
  { Type, Properties = {} }: TemplateResource,
  name: string,
  value: string,
): Properties | undefined {
  const environment = Properties.Environment as { readonly Variables?: Properties } | undefined;
  if (Type !== 'AWS::Lambda::Function' || environment?.Variables?.[name] === undefined) return undefined;
  return { ...Properties, Environment: { Variables: { ...environment.Variables, [name]: value } } };
}
