import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, isInstalled, launchBrowser, type Page } from '@marque/conformance/browsers'
import { generateVerification } from '@marque/testkit/verifications'
import { htmlReport } from '@marque/verify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const LAYERS = ['gateway', 'proxy', 'app']
const OPTIONS = { policyName: 'policy.yaml', version: '0.1.0' }
const AUDIT = readFileSync(join(import.meta.dirname, 'audit.js'), 'utf8').replace(/^;/m, '')

const small = generateVerification({ resources: 4, origins: 2, layers: LAYERS, methods: 3 })
const finding = small.report.findings[0]!
const PAGES = {
  small: {
    ...small,
    report: {
      ...small.report,
      findings: [
        finding,
        { ...finding, severity: 'warning', layer: 'gateway', cause: 'vary-lost', help: null },
        {
          ...finding,
          severity: 'note',
          cause: 'harmless',
          message: '</script><script>window.broken=1</script>',
        },
        { ...finding, inBaseline: true },
      ],
    },
  },
  /** Roles are folded, and there are more resources than are drawn at once. */
  large: generateVerification({ resources: 60, origins: 20, layers: LAYERS, methods: 2 }),
  /** Its script is refused. */
  scriptless: small,
  silent: { report: { ...small.report, findings: [], leftOut: {} }, observations: [] },
} as const

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'marque-html-'))
  for (const [name, run] of Object.entries(PAGES)) {
    const page = htmlReport(run, OPTIONS)
    const text =
      name === 'scriptless' ? page.replace(/script-src '[^']*'/, "script-src 'none'") : page
    writeFileSync(join(folder, `${name}.html`), text)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const urlOf = (name: keyof typeof PAGES): string => pathToFileURL(join(folder, `${name}.html`)).href

for (const name of ['chromium', 'firefox'] as const) {
  if (!isInstalled(name)) {
    test.skip(`${name} is missing: npm run parts -- --only ${name}`)
    continue
  }
  describe(name, () => {
    let browser: Browser
    let page: Page
    const requests: string[] = []
    const errors: string[] = []
    const keys = async (
      ...names: ('Tab' | 'Enter' | 'Escape' | 'ArrowDown' | 'ArrowRight' | 'End')[]
    ): Promise<void> => {
      for (const key of names) await page.puppeteer?.keyboard.press(key)
    }
    const textOf = (selector: string): Promise<string> =>
      page.evaluate('(selector) => document.querySelector(selector)?.textContent ?? ""', selector)
    const click = (selector: string): Promise<void> =>
      page.evaluate('(selector) => document.querySelector(selector).click()', selector)

    beforeAll(async () => {
      browser = await launchBrowser(name)
      // Without a screen, Firefox gives the focus to the second window at the earliest.
      await browser.open('about:blank')
      page = await browser.open('about:blank')
      page.puppeteer?.on('request', (request) => requests.push(request.url()))
      page.puppeteer?.on('pageerror', (error) => errors.push(String(error)))
      page.puppeteer?.on('console', (message) => errors.push(message.text()))
    })
    afterAll(() => browser?.close())

    test('it opens and is used without a request and without an error', async () => {
      for (const which of ['small', 'large', 'silent'] as const) {
        await page.goto(urlOf(which))
        await page.evaluate(
          '() => { for (const button of document.querySelectorAll("button, summary")) if (!button.matches(".copy")) button.click() }',
        )
      }
      expect(requests.filter((url) => !/^(?:file|data):/.test(url))).toEqual([])
      expect(errors).toEqual([])
      expect(await page.evaluate('() => typeof window.broken')).toBe('undefined')
    })

    test('a click on a cell opens its probes with request, expected and got', async () => {
      await page.goto(urlOf('small'))
      await click('button[data-role="6"]')
      await click('.cell.differs')
      expect(await textOf('.panel h3')).toBe(
        'orders-0, gateway, https://unlisted-0.example.com (not listed)',
      )
      expect(await textOf('.panel a')).toBe('MQ-605 reflects-any-origin at proxy')
      await page.evaluate('() => new Promise((done) => setTimeout(done))')
      const probe = await textOf('.probe')
      expect(probe).toContain('GET https://api.example.com/v1/orders-0/7')
      expect(probe).toContain('origin-not-granted')
      expect(probe).toContain('access-control-allow-origin: https://unlisted-0.example.com')
      await click('.panel .close')
      expect(await page.evaluate('() => document.activeElement.matches(".cell.differs")')).toBe(
        true,
      )
    })

    test('the matrix is used with the keyboard', async () => {
      await page.goto(urlOf('small'))
      await page.evaluate('() => document.querySelector(".frame").focus()')
      const focused = (): Promise<string> =>
        page.evaluate(
          '() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
        )
      // The headings of roles with several origins come before the cells.
      await keys('Tab', 'Tab', 'Tab', 'Tab', 'Tab')
      expect(await focused()).toMatch(
        /^orders-0, gateway, 2 origins \(granted\): 6 of 6 answers are as decided$/,
      )
      await keys('ArrowDown', 'End')
      expect(await focused()).toMatch(
        /^orders-0, proxy, 2 origins \(not listed\): 6 of 6 answers differ$/,
      )
      await keys('Enter')
      expect(await focused()).toBe('orders-0, proxy, 2 origins (not listed)')
      expect(await page.evaluate('() => document.querySelector(".panel").hidden')).toBe(false)
      await keys('Escape')
      expect(await page.evaluate('() => document.querySelector(".panel").hidden')).toBe(true)
      expect(await page.evaluate('() => document.activeElement.matches(".cell")')).toBe(true)
    })

    test('a long run shows roles first, and origins and further resources on demand', async () => {
      await page.goto(urlOf('large'))
      const count = (selector: string): Promise<number> =>
        page.evaluate('(selector) => document.querySelectorAll(selector).length', selector)
      expect(await count('.matrix tbody')).toBe(40)
      expect(await count('.matrix th.origin')).toBe(0)
      await click('.frame + button')
      expect(await count('.matrix tbody')).toBe(60)
      await click('button[data-role="6"]')
      expect(await count('.matrix th.origin')).toBe(20)
      await page.evaluate(
        '() => { const search = document.getElementById("matrix-search"); search.value = "orders-59"; search.dispatchEvent(new Event("input")) }',
      )
      expect(await count('.matrix tbody')).toBe(1)
      expect(await textOf('[role="status"]')).toMatch(/^1 of 60 resources/)
    })

    test('findings are readable without script', async () => {
      const other = await browser.open('about:blank')
      await other.goto(urlOf('scriptless'))
      expect(await other.evaluate("() => document.querySelector('.matrix')")).toBe(null)
      const shown: string = await other.evaluate(
        '() => document.querySelector(".finding").innerText',
      )
      expect(shown).toContain('reflects-any-origin')
      expect(shown).toContain('curl -i')
      expect(
        await other.evaluate('() => document.querySelectorAll(".copy:not([hidden])").length'),
      ).toBe(0)
      await other.close()
    })
  })

  for (const theme of ['light', 'dark'] as const) {
    test(`${name}, ${theme}: no accessibility violations, on wide and narrow screens`, async () => {
      const dark = theme === 'dark'
      const browser = await launchBrowser(name, {
        args: name === 'chromium' && dark ? ['--blink-settings=preferredColorScheme=0'] : [],
        preferences: { 'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1 },
      })
      try {
        const page = await browser.open('about:blank')
        for (const which of ['small', 'large', 'silent'] as const) {
          for (const width of [1280, 360]) {
            await page.puppeteer?.setViewport({ width, height: 800 })
            await page.goto(urlOf(which))
            await page.evaluate('() => document.querySelector(".cell.differs")?.click()')
            expect({ which, width, faults: await page.evaluate(AUDIT) }).toEqual({
              which,
              width,
              faults: [],
            })
            const paper = await page.evaluate(
              '() => getComputedStyle(document.body).backgroundColor',
            )
            expect(paper).toBe(dark ? 'rgb(22, 23, 24)' : 'rgb(251, 250, 247)')
          }
        }
      } finally {
        await browser.close()
      }
    })
  }
}
