/** An invocation that brought no answer: what the function threw, or how it ended. `name` is the error's own. */
export class FunctionFailed extends Error {
  override readonly name: string;

  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}
