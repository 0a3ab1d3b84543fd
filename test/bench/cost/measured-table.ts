import type { Table } from './cost-report.ts';
import type { CostFigures } from './measure-cost.ts';
import type { Use } from './use.ts';

const HEAD = [
  '',
  'idle poll',
  'more at the first of a day',
  'more for a change',
  'command',
  'tick',
  'per due tenant',
  'sweep',
  'per swept tenant',
];

/** What was measured, by occurrence. */
export function measuredTable({
  use,
  idlePolls,
  stack,
  tenantItemBytes,
  snapshots,
  snapshotBytes,
}: CostFigures): Table {
  const uses = [use.idle, use.daily, use.change, use.command, use.tick, use.dueTenant, use.sweep, use.sweptTenant];
  const { memoryMb } = stack.functionFacts('poll-tenant');
  const row = (name: string, of: (one: Use) => number, digits = 2) => [
    name,
    ...uses.map((one) => figure(of(one), digits)),
  ];
  const alone = (name: string, value: string) => [name, value, ...uses.slice(1).map(() => '')];
  const mean = (of: (poll: CostFigures['idlePolls'][number]) => number) => {
    return idlePolls.reduce((sum, poll) => sum + of(poll), 0) / idlePolls.length;
  };
  return {
    title: 'Measured',
    head: HEAD,
    rows: [
      row('billed ms', ({ gbSeconds }) => (gbSeconds / (memoryMb / 1024)) * 1000, 1),
      alone('wall ms here', mean(({ timing }) => timing.wallMs).toFixed(0)),
      alone('CPU ms here', mean(({ timing }) => timing.cpuMs).toFixed(0)),
      alone('memory, MB', String(memoryMb)),
      alone('calls to sevdesk', mean(({ sevdesk }) => sevdesk.calls).toFixed(2)),
      alone('requests to AWS', requests(idlePolls)),
      row('write units', ({ writeUnits }) => writeUnits),
      row('read units', ({ readUnits }) => readUnits),
      row('log bytes', ({ logBytes }) => logBytes, 0),
      row('events', ({ events }) => events),
      row('bytes to sevdesk', ({ bytesOut }) => bytesOut, 0),
      alone("bytes of the tenant's item", String(tenantItemBytes)),
      alone('snapshots', `${snapshots}, ${(snapshotBytes / 1024).toFixed(0)} KB`),
    ],
  };
}

function requests(polls: CostFigures['idlePolls']): string {
  const counts = new Map<string, number>();
  for (const { aws } of polls) {
    for (const [name, count] of Object.entries(aws.calls)) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return [...counts].map(([name, count]) => `${figure(count / polls.length, 1)} ${name.split(' ')[1]}`).join(', ');
}

function figure(value: number, digits: number): string {
  return Number(value.toFixed(digits)).toLocaleString('en');
}
