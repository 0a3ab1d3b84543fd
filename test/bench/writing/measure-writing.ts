import { type BacklogFigures, type BacklogScenario, backlog } from './backlog.ts';
import { type NeighbourFigures, type NeighbourScenario, quietBeside } from './neighbour.ts';
import { type OvertakingFigures, overtaking } from './overtaking.ts';
import { type CallsPerCommand, callsPerCommand } from './steady-calls.ts';

/** How long it is played. */
export interface Length {
  /** Minutes of a backlog where the limit is known, and where it is learned. */
  readonly knownMinutes: number;
  readonly learnedMinutes: number;
  readonly quietTenants: number;
  readonly neighbourMinutes: number;
  readonly polls: number;
  /** Also what is told without a bound. */
  readonly more: boolean;
}

export interface NeighbourRow {
  readonly scenario: NeighbourScenario;
  readonly figures: NeighbourFigures;
}

export interface WritingFigures {
  readonly backlogs: readonly BacklogFigures[];
  readonly calls: CallsPerCommand;
  readonly overtaking: OvertakingFigures;
  /** For each stage, without a neighbour and beside one. */
  readonly neighbours: readonly NeighbourRow[];
  /** Beside so many neighbours that places run short. */
  readonly crowds: readonly NeighbourRow[];
}

export const FULL: Length = {
  knownMinutes: 60,
  learnedMinutes: 120,
  quietTenants: 200,
  neighbourMinutes: 30,
  polls: 200,
  more: true,
};
export const QUICK: Length = {
  ...FULL,
  knownMinutes: 10,
  learnedMinutes: 30,
  neighbourMinutes: 5,
  polls: 20,
  more: false,
};

const BACKLOG = 10_000;
const DEV_PLACES = 10;

export async function measureWriting(length: Length): Promise<WritingFigures> {
  return {
    calls: await callsPerCommand(),
    overtaking: await overtaking(length.polls),
    backlogs: await inTurn(backlogs(length), backlog),
    neighbours: await inTurn(neighbours(length), besideRow),
    crowds: length.more ? await inTurn(crowds(length), besideRow) : [],
  };
}

function backlogs({ knownMinutes, learnedMinutes, more }: Length): readonly BacklogScenario[] {
  const learned = { minutes: learnedMinutes, configured: 100 };
  return [
    { allowed: 100, configured: 100, minutes: knownMinutes },
    { ...learned, allowed: 60 },
    { ...learned, allowed: 100, configured: 200 },
    ...(more ? [{ ...learned, allowed: 20 }] : []),
  ];
}

function neighbours({ quietTenants: quiet, neighbourMinutes: minutes }: Length): readonly NeighbourScenario[] {
  const scenario = { quiet, minutes, backlog: BACKLOG };
  return (['prod', 'dev'] as const).flatMap((stage) => [0, 1].map((busy) => ({ ...scenario, stage, busy })));
}

function crowds({ quietTenants: quiet, neighbourMinutes }: Length): readonly NeighbourScenario[] {
  const scenario = { stage: 'dev', quiet, backlog: 2000, minutes: Math.min(10, neighbourMinutes) } as const;
  return [100, 57].flatMap((requestsPerMinute) =>
    [DEV_PLACES / 2, DEV_PLACES - 2, DEV_PLACES].map((busy) => ({ ...scenario, busy, requestsPerMinute })),
  );
}

async function besideRow(scenario: NeighbourScenario): Promise<NeighbourRow> {
  return { scenario, figures: await quietBeside(scenario) };
}

async function inTurn<S, F>(scenarios: readonly S[], measure: (scenario: S) => Promise<F>): Promise<readonly F[]> {
  const figures: F[] = [];
  for (const scenario of scenarios) figures.push(await measure(scenario));
  return figures;
}
