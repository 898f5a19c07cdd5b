import { type Browser, isInstalled, launchBrowser, type Page } from '@marque/conformance/browsers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { examplePolicies } from '../build/script.ts'
import { audit } from './audit.ts'
import { fill, settle, shown } from './in-page.ts'
import { type Place, placePage } from './open-page.ts'

const POLICIES = examplePolicies()
const NOW = '2098-11-22T12:00:00Z'

/** States of the page that look different. */
const STATES = {
  granted: {
    policy: POLICIES.company,
    now: NOW,
    origin: 'https://app.halyard.example',
    method: 'PATCH',
    url: 'https://api.halyard.example/v2/shipments/4711',
    headers: 'content-type: application/json',
    credentials: true,
  },
  denied: {
    policy: POLICIES.company,
    now: NOW,
    origin: 'https://a-rather-long-name.that-nobody-has-granted-anything.evil.example',
    url: 'https://api.halyard.example/v2/shipments/4711/with/a/path/that/goes/on/and/on/and/on',
  },
  'with findings': { policy: POLICIES.broken, now: NOW, url: 'https://a.example/' },
  'with problems': { policy: POLICIES.minimal, now: 'soon', url: 'x', headers: 'y', context: '{' },
} as const

let place: Place
beforeAll(async () => {
  place = await placePage()
})
afterAll(() => place.close())

for (const name of ['chromium', 'firefox'] as const) {
  if (!isInstalled(name)) {
    test.skip(`${name} is missing: npm run parts -- --only ${name}`)
    continue
  }
  for (const theme of ['light', 'dark'] as const) {
    describe(`${name}, ${theme}`, () => {
      let browser: Browser
      let page: Page
      beforeAll(async () => {
        const dark = theme === 'dark'
        browser = await launchBrowser(name, {
          args: name === 'chromium' && dark ? ['--blink-settings=preferredColorScheme=0'] : [],
          preferences: { 'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1 },
        })
        page = await browser.open(place.url)
      })
      afterAll(() => browser?.close())

      test('the page follows the theme', async () => {
        const [isDark, paper] = await page.evaluate(() => [
          matchMedia('(prefers-color-scheme: dark)').matches,
          getComputedStyle(document.body).backgroundColor,
        ])
        expect(isDark).toBe(theme === 'dark')
        expect(paper).toBe(theme === 'dark' ? 'rgb(22, 23, 24)' : 'rgb(251, 250, 247)')
      })

      for (const [state, form] of Object.entries(STATES)) {
        test(`no accessibility violations: ${state}`, async () => {
          for (const width of [1280, 320]) {
            await page.puppeteer?.setViewport({ width, height: 800 })
            await fill(page, form)
            expect({ width, faults: await page.evaluate(audit) }).toEqual({ width, faults: [] })
          }
        })
      }
    })
  }

  describe(`${name}, by keyboard`, () => {
    let browser: Browser
    let page: Page
    beforeAll(async () => {
      browser = await launchBrowser(name)
      // Without a screen, Firefox gives the focus to the second window at the earliest.
      await browser.open('about:blank')
      page = await browser.open(place.url)
    })
    afterAll(() => browser?.close())

    /** Presses Tab until it has gone round, and names what had the focus, each with whether that could be seen. */
    const walk = async (): Promise<(readonly [string, boolean])[]> => {
      const stops: (readonly [string, boolean])[] = []
      for (let times = 0; times < 80; times++) {
        await page.puppeteer?.keyboard.press('Tab')
        const stop = await page.evaluate(() => {
          const at = document.activeElement as HTMLElement
          if (at === document.body || at === document.documentElement) return null
          const box = at.closest('.editor') ?? at
          const { outlineStyle, outlineWidth } = getComputedStyle(box)
          const { top, bottom } = at.getBoundingClientRect()
          const isInView = bottom > 0 && top < innerHeight
          const text = at.getAttribute('aria-label') ?? at.textContent ?? ''
          const isSeen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && isInView
          return [at.id || text.slice(0, 30) || at.tagName, isSeen] as const
        })
        if (stop === null) break
        stops.push(stop)
      }
      return stops
    }

    test('Tab visits every control in document order, with visible focus', async () => {
      await page.goto(place.url)
      await settle(page)
      const stops = await walk()
      expect(stops.filter(([, isSeen]) => !isSeen)).toEqual([])
      const names = stops.map(([stop]) => stop)
      const ids = [
        'skip',
        'example',
        'share',
        'policy',
        'environment',
        'now',
        'origin',
        'method',
        'url',
        'headers',
        'credentials',
        'Facts about the sender',
      ]
      expect(names.slice(0, ids.length)).toEqual(ids)
      expect(names).toContain('Copy command')
      expect(names).toContain('api, line 6')
      expect(names).toContain('response headers')
    })

    test('a policy and a request can be entered with the keyboard', async () => {
      await page.goto(place.url)
      const keys = page.puppeteer?.keyboard
      await page.evaluate(() => document.getElementById('share')?.focus())
      await keys?.press('Tab')
      await keys?.down('Control')
      await keys?.press('a')
      await keys?.up('Control')
      await keys?.type('version: 1\nself: [https://api.example.com]\nresources: []\n')
      for (let times = 0; times < 3; times++) await keys?.press('Tab')
      await keys?.down('Control')
      await keys?.press('a')
      await keys?.up('Control')
      await keys?.type('https://app.example.com')
      await settle(page)
      const { headline, decisions } = await shown(page)
      expect(headline).toMatch(/^No: /)
      expect(decisions[0]?.facts.reason).toMatch(/^resource-unmatched /)
    })

    test('the skip link leads to the result', async () => {
      await page.goto(place.url)
      await page.puppeteer?.keyboard.press('Tab')
      await page.puppeteer?.keyboard.press('Enter')
      const seen = await page.evaluate(async () => {
        await new Promise((resume) => setTimeout(resume, 50))
        const top = document.getElementById('result')?.getBoundingClientRect().top ?? -1
        return [document.activeElement?.id, top >= 0 && top < innerHeight, location.hash]
      })
      expect(seen).toEqual(['result', true, ''])
      expect((await shown(page)).notice).toBe('')
    })

    test('the live region is updated only when the verdict changes', async () => {
      await page.goto(place.url)
      const changes = await page.evaluate(async () => {
        const region = document.getElementById('verdict')
        let count = 0
        if (region) new MutationObserver(() => count++).observe(region, { childList: true })
        const origin = document.getElementById('origin') as HTMLInputElement
        const counts: number[] = []
        for (const value of ['https://evil.example', 'https://worse.example', origin.value]) {
          origin.value = value
          origin.dispatchEvent(new Event('input', { bubbles: true }))
          await new Promise((resume) => setTimeout(resume, 400))
          counts.push(count)
        }
        return counts
      })
      expect(changes).toEqual([1, 2, 3])
      const same = await page.evaluate(async () => {
        const region = document.getElementById('verdict')
        let count = 0
        if (region) new MutationObserver(() => count++).observe(region, { childList: true })
        document.getElementById('policy')?.dispatchEvent(new Event('input', { bubbles: true }))
        await new Promise((resume) => setTimeout(resume, 400))
        return count
      })
      expect(same).toBe(0)
    })
  })
}
