// Three projects: what needs no I/O stands beside its file and starts nothing; what needs PostgreSQL or a socket lives in test/; what kills processes or
// counts milliseconds runs by itself afterwards. test/golden reads values that lie beside the repository and needs neither.

import { configDefaults, defineConfig } from 'vitest/config'

const alone = [
  'test/chaos/**/*.test.ts',
  'test/main/**/*.test.ts',
  'test/story/halt.test.ts',
  'test/story/drill.test.ts',
  'test/console/budget.test.ts',
  'test/console/queue-speed.test.ts',
]

// Cold starts of databases, servers and browsers on two shared cores.
const slow = { testTimeout: 60_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'contract/src/**/*.test.ts',
            'sdk/src/**/*.test.ts',
            'console/src/**/*.test.ts',
            'test/golden/**/*.test.ts',
          ],
          // Two at a time: half of every test's time is waiting for a database, a browser or a child process.
          maxWorkers: 2,
          // Properties take their hundreds of runs, also on a busy machine.
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'postgres',
          include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/golden/**', ...alone],
          globalSetup: ['test/support/postgres-global.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          ...slow,
        },
      },
      {
        test: {
          name: 'alone',
          include: alone,
          globalSetup: ['test/support/postgres-global.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          ...slow,
        },
      },
    ],
  },
})
