import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployableStages } from '../../../infra/stages.ts';

const names = (privateStage?: string) => deployableStages(privateStage).map(({ name }) => name);

describe('stages', () => {
  it('are dev and prod, and a private one when it is asked for', () => {
    expect(names()).toEqual(['dev', 'prod']);
    expect(names('prod')).toEqual(['dev', 'prod']);
    expect(names('anna')).toEqual(['dev', 'prod', 'anna']);
  });

  it('give a private stage the settings of dev', () => {
    const [dev, , anna] = deployableStages('anna');
    expect(anna).toEqual({ ...dev, name: 'anna' });
  });

  it('send tokens to sevdesk and nowhere else', () => {
    const addresses = deployableStages('anna').map(({ sevdeskUrl }) => sevdeskUrl);
    expect(new Set(addresses)).toEqual(new Set(['https://my.sevdesk.de/api/v1']));
  });

  it.each(['', 'Prod', '1st', 'a_b', 'a'.repeat(21), 'local'])('refuse the name "%s"', (name) => {
    expect(() => deployableStages(name)).toThrow(RangeError);
  });

  it('are refused by the app in one line, without a stack trace', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, '../../../infra/app.ts')], {
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'Prod' }) },
      encoding: 'utf8',
    });
    expect(stderr.trim()).toBe('Stage "Prod" is not allowed: a lower-case letter, then up to 19 of a-z, 0-9 and "-".');
    expect(status).toBe(1);
  });
});
