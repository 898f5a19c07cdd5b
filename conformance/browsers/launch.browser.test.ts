import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BrowserName, isInstalled, launchBrowser } from './launch.ts'

const NAMES: readonly BrowserName[] = ['chromium', 'firefox', 'webkit']
const PNG = [0x89, 0x50, 0x4e, 0x47]

let server: Server
let port: number
beforeAll(async () => {
  server = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html')
    // Tests of pages with a policy of their own must be able to look into them.
    answer.setHeader('content-security-policy', "default-src 'none'")
    answer.end('<title>page</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

for (const name of NAMES) {
  if (!isInstalled(name)) {
    test.skip(`${name} is missing: npm run parts -- --only ${name}`)
    continue
  }
  describe(name, () => {
    // Chromium rarely stops answering one command of the protocol (seen once in a full run): another launch shows whether the launcher is at fault.
    test('opens pages, runs functions in them, takes pictures, and leaves no process behind', {
      retry: 2,
    }, async () => {
      const browser = await launchBrowser(name)
      try {
        const one = await browser.open(`http://one.localhost:${port}/`)
        const two = await browser.open(`http://two.localhost:${port}/`)
        expect(await one.evaluate('(a, b) => location.hostname + (a + b.c)', 1, { c: 2 })).toBe(
          'one.localhost3',
        )
        expect(await two.evaluate('async () => location.hostname')).toBe('two.localhost')
        await expect(one.evaluate('() => { throw new TypeError("no") }')).rejects.toThrow(/no/)
        expect([...(await one.screenshot()).subarray(0, 4)]).toEqual(PNG)
        await one.close()
        expect(await two.evaluate('() => document.title')).toBe('page')
      } finally {
        await browser.close()
      }
      await browser.close()
      await expect(browser.open('about:blank')).rejects.toThrow()
    })
  })
}
