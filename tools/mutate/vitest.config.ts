/**
 * The tests that run against mutants of core: core's own tests and the conformance vectors. Tests that only run other programs are
 * excluded, and the comparison on generated inputs, which is too slow to run per mutant.
 *
 * @module
 */
import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** Stryker runs in a copy of the checkout whose `node_modules` links to the original, where core is not mutated. */
const core = fileURLToPath(new URL('../../packages/core/src/index.ts', import.meta.url))

const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  resolve: { alias: [{ find: /^@marque\/core$/, replacement: core }] },
  test: {
    include: [
      'packages/core/src/**/*.test.ts',
      'packages/core/test/**/*.test.ts',
      'conformance/vectors/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 60_000,
  },
})

export default config
