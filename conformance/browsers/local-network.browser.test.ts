import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, isInstalled, launchBrowser, type Page } from './launch.ts'
import { originOf } from './policy.ts'
import type { Scenario } from './scenario.ts'
import { type ScenarioServer, startServer } from './server.ts'
import { stepsOf, stepTrace } from './trace.ts'

const SCENARIO: Scenario = { id: 'near', title: '', server: { path: '/write/a' }, want: '' }
const READS = 'send GET; read 200 seeing etag,x-one'

/** Chromium's permissions; the last one is the older name of both. */
const PERMISSIONS = ['loopback-network', 'local-network', 'local-network-access'] as const

if (!isInstalled('chromium')) {
  test.skip('chromium is missing: npm run parts -- --only chromium')
} else {
  describe('Local Network Access in Chromium', () => {
    // The page's server is told apart from the API's by its port: the one counts as public, the other as the loopback that it is.
    let pages: ScenarioServer
    let api: ScenarioServer
    let browser: Browser
    let page: Page
    let origin: string
    beforeAll(async () => {
      pages = await startServer([])
      const { port } = pages.answers
      api = await startServer([SCENARIO], port)
      const args = [`--ip-address-space-overrides=127.0.0.1:${port}=public`]
      browser = await launchBrowser('chromium', { args })
      origin = originOf('app', port)
      page = await browser.open(`${origin}/page`)
    })
    afterAll(async () => {
      await browser?.close()
      await pages?.close()
      await api?.close()
    })
    const trace = async (): Promise<string> => {
      const [step] = stepsOf(SCENARIO)
      const learned = await page.evaluate(
        '(step, url) => globalThis.act(step, url)',
        step,
        api.answers.urlOf(SCENARIO),
      )
      return stepTrace(step!, api.take(SCENARIO.id), learned as object, origin)
    }
    const permit = async (name: string, setting: 'granted' | 'denied'): Promise<void> => {
      const session = await page.puppeteer!.createCDPSession()
      await session.send('Browser.setPermission', { permission: { name }, setting, origin })
    }

    test('without the permission of the user nothing is sent, and script sees a network error', async () => {
      expect(await trace()).toBe('fail')
    })

    test('only the permission for the loopback opens the loopback', async () => {
      const traces: { [name: string]: string } = {}
      for (const name of PERMISSIONS) {
        await permit(name, 'granted')
        traces[name] = await trace()
        await permit(name, 'denied')
      }
      expect(traces).toEqual({
        'loopback-network': READS,
        'local-network': 'fail',
        'local-network-access': 'fail',
      })
    })
  })
}
