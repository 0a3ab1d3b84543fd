/** A CloudFormation template, as CDK synthesizes it. Parameters and Rules are about its bootstrap only: they are not read. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
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
