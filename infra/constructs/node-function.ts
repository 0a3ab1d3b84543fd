import { join } from 'node:path';
import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, type NodejsFunctionProps, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { relayNames } from '../../shared/contract/names.ts';
import { allow } from './allow.ts';
import { acknowledgeWide } from './allow-wide.ts';
import { removalPolicy } from './removal-policy.ts';
import { RunbookAlarm, type Watched } from './runbook-alarm.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const MEMORY_MB = 512;

/** An interface with texts only: the variables of a function. */
export type Variables<E> = Readonly<Record<keyof E, string>>;

export interface NodeFunctionProps<E extends Variables<E>> extends Watched {
  /** Its folder under `functions/`. */
  readonly name: string;
  readonly timeoutSeconds: number;
  /** Exactly what the function reads: `functions/<name>/environment.ts` is its type. */
  readonly environment: E;
  /** All that the function may do, besides writing its own log. */
  readonly permissions: readonly PolicyStatement[];
  /** What users notice while the function fails. */
  readonly impact: string;
}

/** A function from `functions/<name>`, with a log that ends, a role of its own, and an alarm on its errors. */
export class NodeFunction<E extends Variables<E>> extends Construct {
  readonly lambda: NodejsFunction;

  constructor(scope: Construct, id: string, props: NodeFunctionProps<E>) {
    super(scope, id);
    const { stage, name } = props;
    const functionName = `${relayNames(stage.name).stack}-${name}`;
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: stage.logDays,
      removalPolicy: removalPolicy(stage),
    });
    this.lambda = new NodejsFunction(this, 'Function', {
      ...BUNDLED,
      functionName,
      entry: join(PROJECT, 'functions', name, 'handler.ts'),
      memorySize: MEMORY_MB,
      timeout: Duration.seconds(props.timeoutSeconds),
      environment: Object.fromEntries(Object.entries<string>(props.environment)),
      role: this.ownRole(logGroup, props.permissions),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
    Validations.of(this.lambda).acknowledge(...LEFT_OUT);
    new RunbookAlarm(this, 'Errors', {
      ...props,
      runbook: `${name}-errors`,
      metric: this.lambda.metricErrors(),
      above: 0,
    });
  }

  /** Not the managed role of CDK, which may write every log of the account. */
  private ownRole(logGroup: LogGroup, permissions: readonly PolicyStatement[]): Role {
    const writeLog = allow(logGroup.logGroupArn, 'logs:CreateLogStream', 'logs:PutLogEvents');
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { work: new PolicyDocument({ statements: [writeLog, ...permissions] }) },
    });
    acknowledgeWide(role, permissions);
    return role;
  }
}

/** What the rules want of every function, and why none has it. */
const LEFT_OUT = [
  {
    id: 'Serverless-LambdaDLQ',
    reason:
      'Messages have the dead letters of their queue, a failed start is repeated by the next one, and whoever calls a function sees its error.',
  },
  {
    id: 'Serverless-LambdaTracing',
    reason:
      'A run is one message, and its log tells what it did; a trace would tell the same once more, and cost more.',
  },
];

/** ESM with the SDK inside: a third smaller and twice as fast to import as CommonJS, and the version that was tested. */
const BUNDLED = {
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  projectRoot: PROJECT,
  depsLockFilePath: join(PROJECT, 'package-lock.json'),
  bundling: {
    format: OutputFormat.ESM,
    mainFields: ['module', 'main'],
    externalModules: [],
    minify: true,
    keepNames: true,
    sourceMap: false,
    esbuildArgs: {
      '--alias:node:http': join(PROJECT, 'shared', 'lambda', 'node-http.ts'),
      '--alias:@aws-sdk/credential-provider-node': join(PROJECT, 'shared', 'lambda', 'environment-credentials.ts'),
    },
  },
} satisfies NodejsFunctionProps;
