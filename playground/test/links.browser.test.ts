import { deflateRawSync } from 'node:zlib'
import { type Browser, isInstalled, launchBrowser, type Page } from '@marque/conformance/browsers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EMPTY, type Form } from '../src/input/form.ts'
import { toBase64Url } from '../src/share/base64url.ts'
import { hostile, strangers } from '../src/share/fragment.cases.ts'
import { readFragment, writeFragment } from '../src/share/fragment.ts'
import { fields, fill, noticed, shown } from './in-page.ts'
import { type Place, placePage } from './open-page.ts'

const MARKUP = '"><img src=x onerror="window.broken=1"><script>window.broken=1</script>'

const FORM: Form = {
  policy: 'version: 1\nself: [https://api.example.com]\nresources: []\n# Grüße 会社 👍\n',
  environment: 'staging',
  now: '2098-11-22T12:00:00Z',
  origin: 'https://app.example.com',
  method: 'PUT',
  url: 'https://api.example.com/v1/a?b=c#d',
  headers: 'x-a: 1\nx-b: 2',
  credentials: true,
  context: '{"roles":["reader"]}',
}

/** Of each kind one; Node reads them all in fragment.test.ts. */
const HOSTILE = [
  ...hostile.filter(({ name }) => /markup|another version|not compressed/.test(name)),
  ...strangers
    .filter(({ name }) => /not there|prototype|for a box/.test(name))
    .map(({ name, json }) => ({
      name,
      fragment: `#1.${toBase64Url(deflateRawSync(Buffer.from(json)))}`,
    })),
]

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
  describe(name, () => {
    let browser: Browser
    let page: Page
    beforeAll(async () => {
      browser = await launchBrowser(name)
      page = await browser.open(place.url)
    })
    afterAll(() => browser?.close())

    /** Loads the page with a fragment; changing only the fragment would not reload it. */
    const openWith = async (fragment: string): Promise<void> => {
      await page.goto('about:blank')
      await page.goto(`${place.url}${fragment}`)
    }

    test('the link of the page restores policy and request', async () => {
      await fill(page, FORM)
      await page.evaluate(() => document.getElementById('share')?.click())
      await noticed(page, 'link')
      const address = await page.evaluate(() => location.href)
      expect(address.startsWith(`${place.url}#1.`)).toBe(true)
      expect(await readFragment(new URL(address).hash)).toEqual({ form: FORM })
      await openWith(new URL(address).hash)
      expect(await noticed(page, 'loaded from the link')).toContain('loaded from the link')
      expect(await fields(page)).toEqual(FORM)
    })

    test('a link written by Node is loaded, also without a reload', async () => {
      await openWith('')
      const fragment = (await writeFragment({ ...FORM, method: 'DELETE' })) ?? ''
      await page.evaluate((hash) => {
        location.hash = hash
      }, fragment)
      await noticed(page, 'loaded from the link')
      expect(await fields(page)).toEqual({ ...FORM, method: 'DELETE' })
    })

    test('the input before a link can be restored', async () => {
      await openWith('')
      const mine = { ...FORM, policy: 'version: 1 # mine' }
      await fill(page, mine)
      await page.evaluate(
        (hash) => {
          location.hash = hash
        },
        (await writeFragment(FORM)) ?? '',
      )
      await noticed(page, 'loaded from the link')
      await page.evaluate(() => document.querySelector<HTMLElement>('#notice button')?.click())
      expect(await fields(page)).toEqual(mine)
    })

    for (const { name, fragment } of HOSTILE) {
      test(`a link with ${name} shows a message, and the page keeps working`, async () => {
        await openWith(fragment)
        expect(await noticed(page, 'it was not loaded')).toMatch(/^the (link|URL)/)
        expect((await shown(page)).headline).toMatch(/^Yes/)
        expect(await page.evaluate('() => window.broken ?? null')).toBe(null)
      })
    }

    test('markup in any field of a link remains text', async () => {
      const everywhere = Object.fromEntries(
        Object.entries(EMPTY).map(([name, value]) => [
          name,
          typeof value === 'boolean'
            ? value
            : name === 'url'
              ? `https://a.example/${MARKUP}`
              : MARKUP,
        ]),
      )
      const policies = [
        MARKUP,
        `version: 1\nself: [https://api.example.com]\n'${MARKUP}': 1\nresources: []`,
        'version: 1\nself: [https://a.example]\nresources: []',
      ]
      for (const policy of policies) {
        const form = {
          ...(everywhere as unknown as Form),
          policy,
          headers: '',
          context: '',
          now: '',
        }
        await openWith((await writeFragment({ ...form, environment: '' })) ?? '')
        await noticed(page, 'loaded from the link')
        const found = await page.evaluate(() => [
          document.querySelectorAll('img, #details script, #findings script').length,
          document.body.textContent?.includes('window.broken=1'),
          (window as unknown as { broken?: number }).broken ?? null,
        ])
        expect(found).toEqual([0, true, null])
      }
    })
  })
}
