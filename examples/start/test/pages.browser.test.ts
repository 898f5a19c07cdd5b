import { readFileSync, writeFileSync } from 'node:fs'
import { type Browser, isInstalled, launchBrowser, type Page } from '@marque/conformance/browsers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Demo, startDemo } from '../demo/demo.ts'
import { freePorts } from '../demo/ports.ts'
import { sampleRequestsOf } from '../page/sample-requests.ts'
import type { SiteName } from '../page/setup.ts'
import { engineOf, expectedOf } from './expected.ts'
import { audit, lowestContrast, settled } from './in-page.ts'

const PLACES: readonly SiteName[] = ['web', 'shop', 'hostile', 'forgotten', 'lookalike']
/** The sites whose pages send the session cookie to the API: those of the same site. */
const SAME_SITE: ReadonlySet<SiteName> = new Set(['web', 'forgotten'])

for (const name of ['chromium', 'firefox'] as const) {
  if (!isInstalled(name)) {
    test.skip(`${name} is missing: npm run parts -- --only ${name}`)
    continue
  }
  describe(name, () => {
    let demo: Demo
    let browser: Browser
    let page: Page
    const originOf = (site: SiteName): string => demo.sites.find((one) => one.name === site)!.origin
    beforeAll(async () => {
      demo = await startDemo(await freePorts())
      browser = await launchBrowser(name)
      // The first page signs in; the others depend on the cookies that the browser then sends.
      page = await browser.open(`${originOf('web')}/`)
      await settled(page)
    })
    afterAll(async () => {
      await browser?.close()
      await demo?.close()
    })

    for (const site of PLACES) {
      test(`${site}: every verdict matches the engine's decision and the observed result`, async () => {
        const engine = engineOf(demo.policy)
        if (site !== 'web') await page.goto(`${originOf(site)}/`)
        const shown = await settled(page)
        const samples = sampleRequestsOf(site)
        expect(shown.map(({ id }) => id)).toEqual(samples.map(({ id }) => id))
        const isFirst = (id: string): boolean => site === 'web' && id === 'sign-in'
        const wanted = samples.map((sample) => {
          const origin = sample.isFramed ? 'null' : originOf(site)
          const travels = sample.credentials && SAME_SITE.has(site) && !isFirst(sample.id)
          const want = expectedOf(engine, sample, origin, demo.api, travels)
          return {
            id: sample.id,
            reach: String(want.reach),
            read: String(want.read),
            reason: want.reason,
            origin: sample.transport === 'image' ? '' : origin,
            arrived: String(want.arrived),
            got: String(want.got),
            session: String(want.arrived && travels),
          }
        })
        expect(shown.map(({ text, ...rest }) => rest)).toEqual(wanted)
        for (const { text, read, reason } of shown) {
          expect(text).toContain(reason)
          expect(text).toContain(read === 'true' ? 'script reads\n' : 'script reads nothing')
        }
        expect(await page.evaluate(audit)).toEqual([])
        expect(await page.evaluate(lowestContrast)).toBeGreaterThanOrEqual(4.5)
        if (site !== 'hostile') return
        // Only public resources, and the explanation names the contact.
        const got = shown.filter((one) => one.got === 'true').map(({ id }) => id)
        expect(got).toEqual(['tariffs', 'null-tariffs'])
        expect(shown.find(({ id }) => id === 'account')?.text).toContain(
          'ask api@tern.example for a grant',
        )
      })
    }
  })

  test(`${name}: a page cannot bypass the gateway with the customer's cookie`, async () => {
    const demo = await startDemo(await freePorts())
    const browser = await launchBrowser(name)
    try {
      const originOf = (site: SiteName): string =>
        demo.sites.find((one) => one.name === site)!.origin
      const page = await browser.open(`${originOf('web')}/`)
      await settled(page)
      const around = `http://api.tern.localhost:${demo.ports.application}/v1/account`
      // A page under an attacker's control does not have our Content Security Policy.
      await page.goto(`${originOf('forgotten')}/nothing`)
      const status = await page.evaluate(async (url) => {
        const sent = fetch(url, { credentials: 'include' })
        return sent.then((response) => response.status).catch(() => null)
      }, `${around}?ask=around`)
      expect(status).toBe(null)
      // The cookie was sent: cookies are not port-specific.
      expect(demo.requestLog.of('around')).toMatchObject([{ hasSession: true }])
      await page.goto(around)
      expect(await page.evaluate(() => document.body.innerText)).toContain('behind a gateway')
    } finally {
      await browser.close()
      await demo.close()
    }
  })

  describe(`${name}, changed policy`, () => {
    test('applies to the next request without a restart', async () => {
      let changed: () => void = () => undefined
      const swap = new Promise<void>((resolve) => {
        changed = resolve
      })
      const demo = await startDemo(await freePorts(), {
        onEvent: ({ type }) => {
          if (type === 'swapped') changed()
        },
      })
      const browser = await launchBrowser(name)
      try {
        const shop = demo.sites.find((one) => one.name === 'shop')!
        const page = await browser.open(`${shop.origin}/`)
        const reasonOf = async (): Promise<string | undefined> =>
          (await settled(page)).find(({ id }) => id === 'parcel-key')?.reason
        expect(await reasonOf()).toBe('granted')
        const text = readFileSync(demo.policy, 'utf8')
        const grant = /^ *- \{ origins: \[shop\], methods: \[GET\].*\n/m
        expect(text).toMatch(grant)
        writeFileSync(demo.policy, text.replace(grant, ''))
        await swap
        await page.evaluate(() => {
          const button = document.querySelector<HTMLElement>('#ask-parcel-key button')
          button?.focus()
          button?.click()
        })
        await expect.poll(reasonOf, { timeout: 300_000 }).toBe('origin-not-granted')
        // The live region announces the result, and the button keeps the focus.
        const announced = (): Promise<string> =>
          page.evaluate(() => document.querySelector('[role=status]')?.textContent ?? '')
        await expect
          .poll(announced, { timeout: 300_000 })
          .toContain('as the shop: stopped, script reads nothing (origin-not-granted).')
        expect(await page.evaluate(() => document.activeElement?.closest('.card')?.id)).toBe(
          'ask-parcel-key',
        )
      } finally {
        await browser.close()
        await demo.close()
      }
    })
  })

  for (const theme of ['light', 'dark'] as const) {
    test(`${name}, ${theme}: passes the accessibility audit and the contrast check in a wide and a narrow window`, async () => {
      const demo = await startDemo(await freePorts())
      const dark = theme === 'dark'
      const browser = await launchBrowser(name, {
        args: name === 'chromium' && dark ? ['--blink-settings=preferredColorScheme=0'] : [],
        preferences: { 'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1 },
      })
      try {
        const hostile = demo.sites.find((one) => one.name === 'hostile')!
        const page = await browser.open(`${hostile.origin}/`)
        await settled(page)
        const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
        expect(isDark).toBe(dark)
        for (const width of [1280, 320]) {
          await page.puppeteer?.setViewport({ width, height: 800 })
          expect(await page.evaluate(audit)).toEqual([])
          expect(await page.evaluate(lowestContrast)).toBeGreaterThanOrEqual(4.5)
        }
      } finally {
        await browser.close()
        await demo.close()
      }
    })
  }
}
