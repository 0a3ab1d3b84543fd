import type { Template, TemplateResource } from '../../infra/local/runtime/template.ts';
import type { Removal } from './removal.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

/** The template without it. @throws Error when the function has no such statement in its role. */
export function takeOut(template: Template, removal: Removal): Template {
  const roleId = roleOf(template, removal.functionName);
  const role = template.Resources[roleId] as TemplateResource;
  let position = 0;
  const policies = (role.Properties?.Policies ?? []) as readonly Policy[];
  const Policies = policies.map((policy) => ({
    ...policy,
    PolicyDocument: {
      ...policy.PolicyDocument,
      Statement: policy.PolicyDocument.Statement.flatMap((statement) => {
        const isIt = position === removal.statement;
        position += 1;
        return isIt ? remains(statement, removal) : [statement];
      }),
    },
  }));
  if (removal.statement >= position) throw new Error(`${roleId} has no statement ${removal.statement}`);
  const changed = { ...role, Properties: { ...role.Properties, Policies } };
  return { ...template, Resources: { ...template.Resources, [roleId]: changed } };
}

/** Without one action on one resource: that action on the others, and the other actions on all. */
function remains(statement: Statement, { pair }: Removal): readonly Statement[] {
  if (!pair) return [];
  const { action, resource } = pair;
  const [actions, resources] = [[statement.Action].flat(), [statement.Resource].flat()];
  const left = [
    { ...statement, Action: actions.filter((_, index) => index !== action), Resource: resources },
    { ...statement, Action: [actions[action] ?? ''], Resource: resources.filter((_, index) => index !== resource) },
  ];
  return left.filter(({ Action, Resource }) => Action.length > 0 && Resource.length > 0);
}

function roleOf({ Resources }: Template, functionName: string): string {
  const declared = Object.values(Resources).find(
    ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties?.FunctionName === functionName,
  );
  const { 'Fn::GetAtt': [roleId] = [] } = (declared?.Properties?.Role ?? {}) as { 'Fn::GetAtt'?: readonly string[] };
  if (roleId === undefined) throw new Error(`The template has no function ${functionName} with a role of its own`);
  return roleId;
}
