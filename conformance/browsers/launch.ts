/**
 * Real browsers for tests: started offline, with an empty profile, and gone without a trace afterwards. Other workspaces import
 * `@marque/conformance/browsers`.
 *
 * @module
 */
import type { Browser, BrowserName, LaunchOptions } from './browser.ts'
import { launchPuppeteer } from './launch-puppeteer.ts'
import { launchWebkit } from './launch-webkit.ts'

export type { Browser, BrowserName, LaunchOptions, Page } from './browser.ts'
export { isInstalled } from './programs.ts'

/**
 * Starts a browser.
 *
 * It finds `localhost` and the names below it on the loopback interface, and no other host.
 *
 * @throws Where the program is not installed (see `isInstalled`), or does not start. No process is left then.
 *
 * @example
 * ```ts
 * const browser = await launchBrowser('firefox')
 * try {
 *   const page = await browser.open('http://app.localhost:18080/')
 *   await page.evaluate(() => location.origin) // 'http://app.localhost:18080'
 * } finally {
 *   await browser.close()
 * }
 * ```
 */
export function launchBrowser(name: BrowserName, options: LaunchOptions = {}): Promise<Browser> {
  return name === 'webkit' ? launchWebkit(options) : launchPuppeteer(name, options)
}
