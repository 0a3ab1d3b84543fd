import { type MeasuredThing, NO_FIGURES } from './measured-thing.ts';
import { wholeList } from './whole-list.ts';

/** Measured in a new process first, and then in a warm one. */
function plain(run: () => Promise<void>): MeasuredThing {
  return {
    prepare: async (situation) => {
      if (situation === 'unchanged listing') await run();
    },
    looks: () => 1,
    run,
    figures: () => NO_FIGURES,
  };
}

/** Only fetches and parses. */
export function bareLoop(baseUrl: string): MeasuredThing {
  return plain(async () => {
    for await (const _rows of wholeList(baseUrl));
  });
}

/** Fetches everything and compares each record by its id with the last fetch, in memory: what many integrations do. */
export function fullRefetch(baseUrl: string): MeasuredThing {
  let known = new Map<string, string>();
  return plain(async () => {
    const found = new Map<string, string>();
    const changed: string[] = [];
    for await (const rows of wholeList(baseUrl)) {
      for (const row of rows) {
        const text = JSON.stringify(row);
        if (known.get(row.id) !== text) changed.push(row.id);
        found.set(row.id, text);
      }
    }
    for (const id of known.keys()) if (!found.has(id)) changed.push(id);
    known = found;
  });
}
