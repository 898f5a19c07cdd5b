/**
 * The tests that drive real browsers: every `*.browser.test.ts`.
 *
 * To run a single file: `vitest run --config tools/test/browsers.config.ts FILTER`.
 *
 * @module
 */
import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const conditions = ['@marque/source', 'node', 'import', 'module', 'default']

const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['**/*.browser.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
})

export default config
