import type { Statement } from './policy-document.ts';

const POLICIES = {
  'service-role/AWSLambdaBasicExecutionRole': ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  AWSXRayDaemonWriteAccess: [
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ],
} as const;

/** What AWS itself keeps for functions, as its policy reference lists it, by ARN. */
export const awsManagedPolicies: ReadonlyMap<string, readonly Statement[]> = new Map(
  Object.entries(POLICIES).map(([name, actions]) => [
    `arn:aws:iam::aws:policy/${name}`,
    [{ effect: 'Allow', actions, resources: ['*'], condition: {}, principals: [] }],
  ]),
);
