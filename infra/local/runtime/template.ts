/** A CloudFormation template, as CDK synthesizes it. Rules are about its bootstrap only: they are not read. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: unknown }>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Export?: { readonly Name: unknown };
  readonly Condition?: string;
}

/** What other resources may know about a resource: what `Ref` gives, and what `Fn::GetAtt` gives. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The template holds something that the local account does not do; it is refused, so that nothing is left out in silence. */
export class UnsupportedTemplate extends Error {
  override readonly name = 'UnsupportedTemplate';
}
