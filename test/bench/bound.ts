/** What must hold, the figure, and whether it does; `undefined` when it was not measured. */
export interface Bound {
  readonly text: string;
  readonly figure: string;
  readonly holds: boolean | undefined;
}

export const BOUNDS_HEAD = ['bound', 'figure', ''];

export function verdict({ holds }: Bound): 'PASS' | 'FAIL' | 'skipped' {
  if (holds === undefined) return 'skipped';
  return holds ? 'PASS' : 'FAIL';
}

export function boundCells(bound: Bound): string[] {
  return [bound.text, bound.figure, verdict(bound)];
}
