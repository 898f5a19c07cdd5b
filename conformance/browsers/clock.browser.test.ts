import { browse } from '@marque/core/browsers'
import { expect, test } from 'vitest'
import { isClockInstalled, makeClock } from './clock.ts'
import { isInstalled, launchBrowser } from './launch.ts'
import { engineAt, originOf } from './policy.ts'
import { startServer } from './server.ts'
import { wholeStep } from './trace.ts'

const SCENARIO = { id: 'longest-kept', title: '', server: { path: '/age-86400/a' }, want: '' }
const STEP = wholeStep({ method: 'PUT' })
/** Seconds before and after the end: the fetches themselves take some. */
const MARGIN = 60

for (const name of ['chromium', 'webkit'] as const) {
  const missing = isInstalled(name) ? (isClockInstalled() ? null : 'faketime') : name
  if (missing !== null) {
    test.skip(`${missing} is missing: npm run parts -- --only ${missing}`)
    continue
  }
  test.concurrent(`${name} keeps a preflight of a day exactly as long as the model says`, async () => {
    const server = await startServer([SCENARIO])
    const clock = makeClock()
    const browser = await launchBrowser(name, { env: clock.env })
    try {
      const { port } = server.answers
      const url = server.answers.urlOf(SCENARIO)
      const origin = originOf('app', port)
      const request = { origin, url, method: 'PUT', headers: [], credentials: false }
      const { keptFor } = browse(engineAt(port), request, {}, { now: Date.now() })[name]
      const page = await browser.open(`${origin}/page`)
      const asksAt = async (seconds: number): Promise<boolean> => {
        await clock.ahead(seconds)
        await page.evaluate('(step, url) => globalThis.act(step, url)', STEP, url)
        return server.take(SCENARIO.id).some(({ method }) => method === 'OPTIONS')
      }
      expect(await asksAt(0)).toBe(true)
      expect(await asksAt((keptFor ?? 0) - MARGIN)).toBe(false)
      expect(await asksAt((keptFor ?? 0) + MARGIN)).toBe(true)
    } finally {
      await browser.close()
      clock.remove()
      await server.close()
    }
  })
}
