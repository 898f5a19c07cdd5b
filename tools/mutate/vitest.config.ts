/**
 * The tests that judge the mutants of core: core's own, and the conformance vectors. Nothing that only runs other programs, and
 * not the comparison on generated inputs, which takes too long for each mutant.
 *
 * @module
 */
import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** Stryker works in a copy of the checkout whose `node_modules` leads back to the original: there, core would be unmutated. */
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
