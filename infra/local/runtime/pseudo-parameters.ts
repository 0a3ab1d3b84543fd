/** What CloudFormation's pseudo parameters are in the local account. */
export const pseudoParameters = {
  'AWS::AccountId': '000000000000',
  'AWS::Region': 'eu-central-1',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
} as const;

/** The ARN of something in the local account; `resource` includes its kind, where the service has one. */
export function localArn(service: string, resource: string): string {
  return `arn:aws:${service}:${pseudoParameters['AWS::Region']}:${pseudoParameters['AWS::AccountId']}:${resource}`;
}

/** IAM has no regions. */
export function globalArn(resource: string): string {
  return localArn('iam', resource).replace(`:${pseudoParameters['AWS::Region']}:`, '::');
}

/** The URL of a queue, from its name or ARN. */
export function localQueueUrl(endpointUrl: string, nameOrArn: string): string {
  return `${endpointUrl}/${pseudoParameters['AWS::AccountId']}/${nameOrArn.split(':').at(-1)}`;
}
