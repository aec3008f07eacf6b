// Two projects: what needs no I/O stands beside its file and starts nothing; what needs PostgreSQL or a socket lives in test/;
// test/golden reads values that lie beside the repository and needs neither.

import { configDefaults, defineConfig } from 'vitest/config'

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
        },
      },
      {
        test: {
          name: 'postgres',
          include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/golden/**'],
          globalSetup: ['test/support/postgres-global.ts'],
          // Cold starts of databases, servers and browsers on two shared cores.
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
