import { defineConfig } from 'vitest/config';

export default defineConfig({
  // `sevdesk-relay/contract` and its like mean the source, so that tests need no build.
  ssr: { resolve: { conditions: ['sevdesk-relay-source'] } },
  test: {
    include: ['test/{unit,integration,simulation,end-to-end}/**/*.test.ts'],
    // Most of the time is spent waiting: for schedules, backoffs and pauses.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
