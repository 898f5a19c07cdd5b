import { BROWSERS, type BrowserName } from '@marque/core/browsers'
import { beforeAll, describe, expect, test } from 'vitest'
import { MEASURED } from './differences.ts'
import { isInstalled, launchBrowser } from './launch.ts'
import { observe } from './observe.ts'
import { wantOf } from './scenario.ts'
import { startServer } from './server.ts'
import { SCENARIOS } from './topics/index.ts'

interface Run {
  readonly version: string
  readonly traces: ReadonlyMap<string, string>
}

/** Each browser has a server of its own. */
async function run(name: BrowserName): Promise<Run> {
  const server = await startServer(SCENARIOS)
  try {
    const browser = await launchBrowser(name)
    try {
      return { version: browser.version, traces: await observe(browser, server, SCENARIOS) }
    } finally {
      await browser.close()
    }
  } finally {
    await server.close()
  }
}

// They mostly wait, so they run side by side; a browser that fails fails its own tests alone.
const runs = new Map<BrowserName, Promise<PromiseSettledResult<Run>[]>>()
beforeAll(() => {
  for (const name of BROWSERS.filter(isInstalled)) runs.set(name, Promise.allSettled([run(name)]))
})

for (const name of BROWSERS) {
  if (!isInstalled(name)) {
    test.skip(`${name} is missing: npm run parts -- --only ${name}`)
    continue
  }
  describe(name, () => {
    let version: string
    let traces: ReadonlyMap<string, string>
    beforeAll(async () => {
      const [result] = (await runs.get(name))!
      if (result?.status !== 'fulfilled') throw result?.reason
      ;({ version, traces } = result.value)
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
