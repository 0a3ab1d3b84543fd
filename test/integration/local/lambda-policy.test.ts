import { AddPermissionCommand, GetPolicyCommand, LambdaClient, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:';
const RULE = 'arn:aws:events:eu-central-1:000000000000:rule/bus/r';
const credentials = { accessKeyId: 'product', secretAccessKey: 'product' };

let account: LocalAccount;
let lambda: LambdaClient;
beforeAll(async () => {
  account = await startLocalAccount();
  lambda = new LambdaClient({ endpoint: account.endpoint.url, region: 'eu-central-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  lambda.destroy();
  await account.endpoint.close();
});

const add = (FunctionName: string, StatementId = 's') =>
  lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId,
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: RULE,
    }),
  );
const remove = (FunctionName: string, StatementId = 's') =>
  lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
const statements = async (FunctionName: string) =>
  JSON.parse((await lambda.send(new GetPolicyCommand({ FunctionName }))).Policy ?? '').Statement;

describe('the policy of a function', () => {
  it('gets a statement by ARN, and shows it by name', async () => {
    const { Statement = '' } = await add(`${ARN}crm`);
    const statement = {
      Sid: 's',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: `${ARN}crm`,
      Condition: { ArnLike: { 'AWS:SourceArn': RULE } },
    };
    expect(JSON.parse(Statement)).toEqual(statement);
    expect(await statements('crm')).toEqual([statement]);
  });

  it('loses one statement, and is gone with the last', async () => {
    await add('erp', 'one');
    await add('erp', 'two');
    await remove(`${ARN}erp`, 'one');
    expect(await statements('erp')).toHaveLength(1);
    await remove('erp', 'two');
    await expect(statements('erp')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('of an alias is its own', async () => {
    await add(`${ARN}alias:live`);
    await expect(statements('alias')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('takes no name twice, no name that is not there, and no name that is not allowed', async () => {
    await add('twice');
    await expect(add('twice')).rejects.toMatchObject({ name: 'ResourceConflictException' });
    await expect(remove('twice', 'other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(add('twice', 'a b')).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});
