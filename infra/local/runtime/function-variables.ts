import type { LocalFunction } from './local-function.ts';
import { pseudoParameters } from './pseudo-parameters.ts';

/** How the access keys of functions begin. */
export const FUNCTION_KEY_PREFIX = 'LOCAL';

/**
 * What Lambda sets beside the template's variables, and the address of the local account. The access key names the
 * function, so that the account sees in each request who asks.
 */
export function functionVariables(
  given: Pick<LocalFunction, 'logicalId' | 'name' | 'handler' | 'memoryMb' | 'folder'> & {
    readonly endpointUrl: string;
  },
): Readonly<Record<string, string>> {
  const region = pseudoParameters['AWS::Region'];
  return {
    AWS_ENDPOINT_URL: given.endpointUrl,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: `${FUNCTION_KEY_PREFIX}${given.logicalId}`,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: given.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(given.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: given.folder,
    _HANDLER: given.handler,
  };
}
