import type { Bound } from '../bound.ts';
import type { BacklogFigures } from './backlog.ts';
import type { NeighbourRow, WritingFigures } from './measure-writing.ts';
import type { OvertakingFigures } from './overtaking.ts';

const LEAST_USED_PART = 0.9;
const MOST_REFUSED_PART = 0.01;
/** A poll and a command may be under way when the rate has risen to what sevdesk refuses. */
const MOST_BEYOND = 2;
const MOST_P99_RATIO = 1.2;
const MOST_BEHIND_POLL_MS = 2000;
/** Where the burst is rounded up and polls take a good part, less can be used. */
const LEAST_LIMIT = 60;

export function writingBounds(figures: WritingFigures): readonly Bound[] {
  const { after } = figures.calls;
  return [
    ...figures.backlogs.flatMap(backlogBounds),
    {
      text: 'invoice.create with three positions, look-ups known: one call',
      figure: `${after} calls`,
      holds: after === 1,
    },
    overtakingBound(figures.overtaking),
    ...neighbourBounds(figures.neighbours),
  ];
}

function backlogBounds(row: BacklogFigures): readonly Bound[] {
  const { allowed, configured, usedPerMinute, requests, refused } = row;
  const name = `${allowed} a minute allowed, ${configured} configured`;
  const refusedPart = refused / requests;
  const used: Bound = {
    text: `${name}: at least ${LEAST_USED_PART * 100} % of it used while commands wait`,
    figure: `${usedPerMinute.toFixed(1)} a minute`,
    holds: usedPerMinute >= LEAST_USED_PART * allowed,
  };
  return [
    ...(allowed >= LEAST_LIMIT ? [used] : []),
    {
      text: `${name}: never more than that in any 60 s, once learned and until it rises`,
      figure: `${row.mostWhileQuiet} at most`,
      holds: row.mostWhileQuiet <= allowed,
    },
    {
      text: `${name}: never more than ${MOST_BEYOND} more in any 60 s, refused ones included, when it rises again`,
      figure: `${row.mostInAnyMinute} at most`,
      holds: row.mostInAnyMinute <= allowed + MOST_BEYOND,
    },
    {
      text: `${name}: at most ${MOST_REFUSED_PART * 100} % of calls end in 429, once learned`,
      figure: `${refused} of ${requests} (${(refusedPart * 100).toFixed(2)} %)`,
      holds: refusedPart <= MOST_REFUSED_PART,
    },
  ];
}

function overtakingBound({ aloneP50Ms, duringPollMostMs }: OvertakingFigures): Bound {
  const behindMs = duringPollMostMs - aloneP50Ms;
  return {
    text: `A command that comes while a poll holds 20 requests: at most ${MOST_BEHIND_POLL_MS} ms longer than alone`,
    figure: `${behindMs.toFixed(0)} ms longer at most`,
    holds: behindMs <= MOST_BEHIND_POLL_MS,
  };
}

function neighbourBounds(rows: readonly NeighbourRow[]): readonly Bound[] {
  return rows
    .filter(({ scenario }) => scenario.busy > 0)
    .map(({ scenario, figures }) => {
      const { stage, quiet, backlog } = scenario;
      const alone = rows.find((row) => row.scenario.stage === stage && row.scenario.busy === 0);
      const ratio = figures.p99Ms / (alone?.figures.p99Ms ?? Number.NaN);
      return {
        text: `${quiet} quiet tenants beside a backlog of ${backlog}, stage ${stage}: p99 at most ${MOST_P99_RATIO} × what it is without`,
        figure: `${ratio.toFixed(2)} × (${figures.p99Ms.toFixed(0)} ms)`,
        holds: ratio <= MOST_P99_RATIO,
      };
    });
}
