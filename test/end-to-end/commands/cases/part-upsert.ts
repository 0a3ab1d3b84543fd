import type { CaseWorld, CommandCase } from '../command-case.ts';

const parts =
  ({ relay, token }: CaseWorld, partNumber: string) =>
  async () =>
    (await relay.sevdesk.records(token, 'Part')).filter((row) => row.partNumber === partNumber).length;

export const partUpsert: CommandCase<'part.upsert'> = {
  type: 'part.upsert',
  call: { method: 'POST', path: '/Part' },
  async arrange(world, name) {
    return { data: { partNumber: name, name: 'Roggenbrot', price: '4.20', taxRate: '7' }, effects: parts(world, name) };
  },
  result: { resource: 'Part', created: true },
  invalid: {
    data: { partNumber: 'A-1', name: 'Roggenbrot', taxRate: '16' },
    message: /taxRate: must be one of 0, 7, 19/,
  },
  async poison(world, name) {
    return {
      data: { partNumber: name, name: 'Roggenbrot', unit: 'UNITY_FORTNIGHT' },
      effects: parts(world, name),
      reason: 'rejected_by_sevdesk',
      message: /no unit "UNITY_FORTNIGHT"; allowed are .*UNITY_HOUR/,
    };
  },
};
