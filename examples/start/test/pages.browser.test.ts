import { readFileSync, writeFileSync } from 'node:fs'
import { type Browser, isInstalled, launchBrowser, type Page } from '@marque/conformance/browsers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Company, startCompany } from '../company/company.ts'
import { freePorts } from '../company/ports.ts'
import { asksOf } from '../page/catalogue.ts'
import type { PlaceName } from '../page/setup.ts'
import { engineOf, expectedOf } from './expected.ts'
import { audit, lowestContrast, settled } from './in-page.ts'

const PLACES: readonly PlaceName[] = ['web', 'shop', 'hostile', 'forgotten', 'lookalike']
/** Whose pages send the session cookie to the API: the same site's. */
const SAME_SITE: ReadonlySet<PlaceName> = new Set(['web', 'forgotten'])

for (const name of ['chromium', 'firefox'] as const) {
  if (!isInstalled(name)) {
    test.skip(`${name} is missing: npm run parts -- --only ${name}`)
    continue
  }
  describe(name, () => {
    let company: Company
    let browser: Browser
    let page: Page
    const originOf = (place: PlaceName): string =>
      company.places.find((one) => one.name === place)!.origin
    beforeAll(async () => {
      company = await startCompany(await freePorts())
      browser = await launchBrowser(name)
      // The first page signs in; the others have whatever the browser then sends along.
      page = await browser.open(`${originOf('web')}/`)
      await settled(page)
    })
    afterAll(async () => {
      await browser?.close()
      await company?.close()
    })

    for (const place of PLACES) {
      test(`${place}: every verdict is the engine's, and what happens is what it says`, async () => {
        const engine = engineOf(company.policy)
        if (place !== 'web') await page.goto(`${originOf(place)}/`)
        const shown = await settled(page)
        const asks = asksOf(place)
        expect(shown.map(({ id }) => id)).toEqual(asks.map(({ id }) => id))
        const isFirst = (id: string): boolean => place === 'web' && id === 'sign-in'
        const wanted = asks.map((ask) => {
          const origin = ask.isFramed ? 'null' : originOf(place)
          const travels = ask.credentials && SAME_SITE.has(place) && !isFirst(ask.id)
          const want = expectedOf(engine, ask, origin, company.api, travels)
          return {
            id: ask.id,
            reach: String(want.reach),
            read: String(want.read),
            reason: want.reason,
            origin: ask.way === 'image' ? '' : origin,
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
        if (place !== 'hostile') return
        // Nothing but what is public, and it is told whom to ask.
        const got = shown.filter((one) => one.got === 'true').map(({ id }) => id)
        expect(got).toEqual(['tariffs', 'null-tariffs'])
        expect(shown.find(({ id }) => id === 'account')?.text).toContain(
          'ask api@tern.example for a grant',
        )
      })
    }
  })

  test(`${name}: nobody comes around the gateway with the customer's cookie`, async () => {
    const company = await startCompany(await freePorts())
    const browser = await launchBrowser(name)
    try {
      const originOf = (place: PlaceName): string =>
        company.places.find((one) => one.name === place)!.origin
      const page = await browser.open(`${originOf('web')}/`)
      await settled(page)
      const around = `http://api.tern.localhost:${company.ports.application}/v1/account`
      // A page that somebody took over has no Content Security Policy of ours.
      await page.goto(`${originOf('forgotten')}/nothing`)
      const status = await page.evaluate(async (url) => {
        const sent = fetch(url, { credentials: 'include' })
        return sent.then((response) => response.status).catch(() => null)
      }, `${around}?ask=around`)
      expect(status).toBe(null)
      // The cookie came along: ports do not keep cookies apart.
      expect(company.arrivals.of('around')).toMatchObject([{ hasSession: true }])
      await page.goto(around)
      expect(await page.evaluate(() => document.body.innerText)).toContain('behind a gateway')
    } finally {
      await browser.close()
      await company.close()
    }
  })

  describe(`${name}, a policy that changes`, () => {
    test('is in force for the next request, without anything being started again', async () => {
      let changed: () => void = () => undefined
      const swap = new Promise<void>((resolve) => {
        changed = resolve
      })
      const company = await startCompany(await freePorts(), ({ type }) => {
        if (type === 'swapped') changed()
      })
      const browser = await launchBrowser(name)
      try {
        const shop = company.places.find((one) => one.name === 'shop')!
        const page = await browser.open(`${shop.origin}/`)
        const reasonOf = async (): Promise<string | undefined> =>
          (await settled(page)).find(({ id }) => id === 'parcel-key')?.reason
        expect(await reasonOf()).toBe('granted')
        const text = readFileSync(company.policy, 'utf8')
        const grant = /^ *- \{ origins: \[shop\], methods: \[GET\].*\n/m
        expect(text).toMatch(grant)
        writeFileSync(company.policy, text.replace(grant, ''))
        await swap
        await page.evaluate(() => {
          const button = document.querySelector<HTMLElement>('#ask-parcel-key button')
          button?.focus()
          button?.click()
        })
        await expect.poll(reasonOf, { timeout: 300_000 }).toBe('origin-not-granted')
        // Who sees neither colours nor the card hears of it, and is still on the button.
        const said = (): Promise<string> =>
          page.evaluate(() => document.querySelector('[role=status]')?.textContent ?? '')
        await expect
          .poll(said, { timeout: 300_000 })
          .toContain('as the shop: stopped, script reads nothing (origin-not-granted).')
        expect(await page.evaluate(() => document.activeElement?.closest('.card')?.id)).toBe(
          'ask-parcel-key',
        )
      } finally {
        await browser.close()
        await company.close()
      }
    })
  })

  for (const theme of ['light', 'dark'] as const) {
    test(`${name}, ${theme}: nothing is in the way of anybody, on a wide and on a narrow window`, async () => {
      const company = await startCompany(await freePorts())
      const dark = theme === 'dark'
      const browser = await launchBrowser(name, {
        args: name === 'chromium' && dark ? ['--blink-settings=preferredColorScheme=0'] : [],
        preferences: { 'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1 },
      })
      try {
        const hostile = company.places.find((one) => one.name === 'hostile')!
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
        await company.close()
      }
    })
  }
}
