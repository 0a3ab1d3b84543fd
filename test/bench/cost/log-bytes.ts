/** What CloudWatch Logs adds to the bytes of each line (user guide, "PutLogEvents"). */
const BYTES_PER_LINE = 26;

const REQUEST_ID = '5f1d3c7a-9a30-4c1f-8d52-0a6f3c1f7b11';
const SYSTEM_LINES = [
  { time: '2026-11-20T08:15:00.120Z', type: 'platform.start', record: { requestId: REQUEST_ID, version: '$LATEST' } },
  {
    time: '2026-11-20T08:15:00.620Z',
    type: 'platform.report',
    record: {
      requestId: REQUEST_ID,
      metrics: { durationMs: 500.123, billedDurationMs: 501, memorySizeMB: 512, maxMemoryUsedMB: 160 },
      status: 'success',
    },
  },
];

/** Lines that Lambda writes by itself at each invocation of a function that logs in JSON, unless it is told to keep quiet. */
export function systemLines(systemLogLevel: unknown): readonly string[] {
  return systemLogLevel === 'WARN' ? [] : SYSTEM_LINES.map((line) => JSON.stringify(line));
}

export function logBytes(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + BYTES_PER_LINE, 0);
}
