import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  defineConfig,
  type TestProjectInlineConfiguration,
  type ViteUserConfig,
} from 'vitest/config'

// Not `import`: Vitest hands these to Node too, where `require` of a package with two entries would then get the wrong one (is-promise, in Express 5).
const conditions = ['@marque/source', 'node', 'module', 'default']

/** One project a package and a folder of tools: `vitest --project policy` watches one of them. */
const folders: readonly string[] = [
  ...readdirSync(join(import.meta.dirname, 'packages')).map((name) => `packages/${name}`),
  'bench',
  'conformance',
  'examples',
  'playground',
  'tools',
]

const projects: TestProjectInlineConfiguration[] = folders.map((folder) => ({
  extends: true,
  test: {
    name: folder.replace('packages/', ''),
    include: [`${folder}/**/*.test.ts`],
    // Tests in real browsers are a suite of their own: tools/test/browsers.config.ts.
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.browser.test.ts'],
  },
}))

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects,
    // Tests wait for conditions; the bounds only end what hangs, on a busy machine too.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // More than the two cores of a build server: many tests wait for timeouts and other processes.
    maxWorkers: 3,
    // The decision log of middlewares under test.
    onConsoleLog: (text) => !text.startsWith('{"event":"decision"'),
  },
})

export default config
