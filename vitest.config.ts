import { defineConfig, type ViteUserConfig } from 'vitest/config'

// Not `import`: Vitest hands these to Node too, where `require` of a package with two entries would then get the wrong one (is-promise, in Express 5).
const conditions = ['@marque/source', 'node', 'module', 'default']

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'conformance/**/*.test.ts',
      'bench/src/**/*.test.ts',
      'playground/**/*.test.ts',
      'examples/**/*.test.ts',
      'tools/**/*.test.ts',
    ],
    // Tests in real browsers are a suite of their own: tools/test/browsers.config.ts.
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.browser.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
})

export default config
