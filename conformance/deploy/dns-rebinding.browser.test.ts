import { createServer } from 'node:http'
import type { Settings } from '@marque/gateway'
import { closeServer, listen } from '@marque/testkit/http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, isInstalled, launchBrowser } from '../browsers/index.ts'
import { openDeployTestBed } from './test-bed.ts'

/** What the page of the attacker reads at its own origin: status and body. */
const READ = `async () => {
  const response = await fetch('/prices/today')
  return [response.status, await response.text()]
}`

if (!isInstalled('chromium')) {
  test.skip('chromium is missing: npm run parts -- --only chromium')
} else {
  describe('F35: DNS rebinding in Chromium', () => {
    let browser: Browser
    beforeAll(async () => {
      const args = ['--host-resolver-rules=MAP evil.example 127.0.0.1']
      browser = await launchBrowser('chromium', { args })
    })
    afterAll(() => browser?.close())

    /** Loads the page of the attacker, then puts the gateway behind the same name and port, and lets the page read. */
    const rebound = async (
      settings: Partial<Settings>,
    ): Promise<{ read: unknown; arrived: number }> => {
      const attacker = createServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html', connection: 'close' })
        response.end('<!doctype html><title>attacker</title>')
      })
      const port = await listen(attacker)
      const page = await browser.open(`http://evil.example:${port}/`)
      await closeServer(attacker)
      const testBed = await openDeployTestBed({
        listen: [{ host: '127.0.0.1', port, tls: null }],
        ...settings,
      })
      const read = await page.evaluate(READ)
      const arrived = testBed.take().length
      await testBed.close()
      return { read, arrived }
    }

    test('with `hosts: any` the page reads what the application answers', async () => {
      expect(await rebound({ hosts: 'any' })).toEqual({ read: [200, 'answer 1'], arrived: 1 })
    })

    test('by default the page reads 421, and nothing reaches the application', async () => {
      const { read, arrived } = await rebound({})
      expect(read).toEqual([421, expect.stringContaining('host-not-served')])
      expect(arrived).toBe(0)
    })
  })
}
