import { referencesIn } from './intrinsics.ts';
import { type Template, type TemplateResource, UnsupportedTemplate } from './template.ts';

/**
 * The logical ids of a template, each after all that it refers to.
 * @throws UnsupportedTemplate for a circle, naming it.
 */
export function creationOrder({ Resources }: Template): readonly string[] {
  const ordered = new Set<string>();
  const visit = (logicalId: string, path: readonly string[]): void => {
    const resource = Resources[logicalId];
    if (!resource || ordered.has(logicalId)) return;
    const here = [...path, logicalId];
    if (path.includes(logicalId)) throw new UnsupportedTemplate(`Resources in a circle: ${here.join(' → ')}`);
    for (const needed of dependencies(resource)) visit(needed, here);
    ordered.add(logicalId);
  };
  for (const logicalId of Object.keys(Resources)) visit(logicalId, []);
  return [...ordered];
}

function dependencies({ Properties, DependsOn = [] }: TemplateResource): readonly string[] {
  return [...referencesIn(Properties), ...[DependsOn].flat()];
}
