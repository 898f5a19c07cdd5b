import { type Browser, isInstalled, launchBrowser, type Page } from '@marque/conformance/browsers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { examplePolicies } from '../build/script.ts'
import { fill, noticed, shown } from './in-page.ts'
import { type Place, placePage } from './open-page.ts'

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
    beforeAll(async () => {
      browser = await launchBrowser(name)
    })
    afterAll(() => browser?.close())

    /** Opens an address and keeps each request and each error of the page. */
    const watched = async (
      url: string,
    ): Promise<{ page: Page; requests: string[]; errors: string[] }> => {
      const page = await browser.open('about:blank')
      const requests: string[] = []
      const errors: string[] = []
      page.puppeteer?.on('request', (request) => requests.push(request.url()))
      page.puppeteer?.on('pageerror', (error) => errors.push(String(error)))
      page.puppeteer?.on('console', (message) => errors.push(message.text()))
      await page.goto(url)
      return { page, requests, errors }
    }

    /** Everything that a person can do. */
    const useAll = async (page: Page): Promise<void> => {
      const count = await page.evaluate(() => document.querySelectorAll('#example option').length)
      for (let index = 0; index < count - 1; index++) {
        await page.evaluate((value) => {
          const select = document.getElementById('example') as HTMLSelectElement
          select.value = String(value)
          select.dispatchEvent(new Event('change', { bubbles: true }))
        }, index)
        expect((await shown(page)).headline).not.toBe('')
      }
      await fill(page, {
        policy: examplePolicies().minimal,
        origin: 'https://app.example.com',
        url: 'https://api.example.com/v1/a',
      })
      await page.evaluate(() => {
        for (const button of document.querySelectorAll('button')) button.click()
      })
      await noticed(page, 'cop')
    }

    test('over HTTP the page is requested once, and nothing else', async () => {
      place.requests.length = 0
      const { page, requests, errors } = await watched(place.url)
      await useAll(page)
      expect(place.requests).toEqual(['GET /'])
      // The empty icon is in the page itself.
      expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([place.url])
      expect(errors).toEqual([])
      await page.close()
    })

    test('from a file it works without requests', async () => {
      const { page, requests, errors } = await watched(place.file)
      await useAll(page)
      expect((await shown(page)).headline).toMatch(/^Yes/)
      // Firefox does not report the file itself.
      expect(requests.filter((url) => !url.startsWith('data:') && url !== place.file)).toEqual([])
      expect(errors).toEqual([])
      await page.close()
    })

    test('it works on when the network has gone', async () => {
      const { page } = await watched(place.file)
      await page.puppeteer?.setOfflineMode(true)
      await page.puppeteer?.reload()
      expect((await shown(page)).headline).toMatch(/^Yes/)
      await page.close()
    })

    test('injected script cannot load, send or evaluate anything', async () => {
      place.requests.length = 0
      const { page } = await watched(place.url)
      const outcome = await page.evaluate(async (url) => {
        const outcomes: { [name: string]: string } = {}
        const attempt = async (name: string, run: () => unknown): Promise<void> => {
          outcomes[name] = await Promise.race([
            Promise.resolve()
              .then(run)
              .then(
                () => 'done',
                () => 'refused',
              ),
            new Promise<string>((resolve) => setTimeout(() => resolve('nothing'), 500)),
          ])
        }
        const load = (element: HTMLElement): Promise<void> =>
          new Promise((resolve, reject) => {
            element.onload = () => resolve()
            element.onerror = () => reject(new Error('refused'))
            document.body.append(element)
          })
        await attempt('fetch', () => fetch(`${url}fetch`))
        await attempt('beacon', () => {
          if (!navigator.sendBeacon(`${url}beacon`, 'x')) throw new Error('refused')
        })
        await attempt('image', () => load(Object.assign(new Image(), { src: `${url}image` })))
        const frame = document.createElement('iframe')
        frame.setAttribute('src', `${url}frame`)
        await attempt('frame', () => load(frame))
        const link = document.createElement('link')
        link.setAttribute('rel', 'stylesheet')
        link.setAttribute('href', `${url}style`)
        await attempt('style', () => load(link))
        const script = document.createElement('script')
        await attempt('script', () => {
          script.setAttribute('src', `${url}script`)
          return load(script)
        })
        await attempt('socket', () => {
          const socket = new WebSocket(url.replace('http', 'ws'))
          return new Promise((resolve, reject) => {
            socket.onopen = resolve
            socket.onerror = reject
          })
        })
        await attempt('form', () => {
          const form = document.createElement('form')
          form.setAttribute('action', `${url}form`)
          document.body.append(form)
          form.submit()
          return new Promise((resolve) => setTimeout(resolve, 300))
        })
        return outcomes
      }, place.url)
      // A beacon may be taken and dropped; a blocked frame may say that it has loaded an empty page. The server tells.
      expect(place.requests).toEqual(['GET /'])
      expect(outcome).toMatchObject({ fetch: 'refused', image: 'refused', script: 'refused' })
      const ran = await page.evaluate(() => {
        const handler = document.createElement('p')
        try {
          handler.setAttribute('onclick', 'window.broken = 1')
        } catch {}
        handler.click()
        const inline = document.createElement('script')
        try {
          inline.textContent = 'window.broken = 1'
          document.body.append(inline)
        } catch {}
        return (window as unknown as { broken?: number }).broken ?? null
      })
      expect(ran).toBe(null)
      await page.close()
    })
  })
}
