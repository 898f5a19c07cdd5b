import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MEASURED } from './differences.ts'
import { type BrowserName, isInstalled, launchBrowser } from './launch.ts'
import { observe } from './observe.ts'
import { wantOf } from './scenario.ts'
import { type ScenarioServer, startServer } from './server.ts'
import { SCENARIOS } from './topics/index.ts'

const NAMES: readonly BrowserName[] = ['chromium', 'firefox', 'webkit']

let server: ScenarioServer
beforeAll(async () => {
  server = await startServer(SCENARIOS)
})
afterAll(() => server.close())

for (const name of NAMES) {
  if (!isInstalled(name)) {
    test.skip(`${name} is missing: npm run parts -- --only ${name}`)
    continue
  }
  describe(name, () => {
    let traces: ReadonlyMap<string, string>
    let version: string
    beforeAll(async () => {
      const browser = await launchBrowser(name)
      version = browser.version
      try {
        traces = await observe(browser, server, SCENARIOS)
      } finally {
        await browser.close()
      }
    })
    test('is no older than the measurement that the documents speak of', () => {
      const major = Number(/\/(\d+)/.exec(version)?.[1])
      expect(major).toBeGreaterThanOrEqual(MEASURED[name].major)
    })
    for (const scenario of SCENARIOS) {
      test(`${scenario.id}: ${scenario.title}`, () => {
        expect(traces.get(scenario.id)).toBe(wantOf(scenario, name))
      })
    }
  })
}
