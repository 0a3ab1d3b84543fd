/** There is no such function. What a function throws by the name that AWS gives this is the function's own. */
export class FunctionNotFound extends Error {
  constructor(functionKey: string) {
    super(`Function not found: ${functionKey}`);
    this.name = 'ResourceNotFoundException';
  }
}
