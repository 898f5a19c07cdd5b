/**
 * Plays the cases in one browser.
 *
 * @module
 */
import type { Arrival } from './arrival.ts'
import type { BrowserCase } from './browser-case.ts'
import type { RunningBrowser } from './launch-browser.ts'
import { OPAQUE_PAGE_PATH, PAGE_PATH, type PageResult } from './page.ts'
import type { VerifyProxy } from './verify-proxy.ts'

/** What happened in one case. */
export interface PlayedCase {
  readonly tested: BrowserCase
  readonly arrivals: readonly Arrival[]
  readonly result: PageResult
}

export interface RunOptions {
  /** Milliseconds that one answer of a layer may take. */
  readonly timeout: number
  readonly signal: AbortSignal
}

/** A host that no policy has: its page is sandboxed, so that its origin is `null`. */
const OPAQUE_PAGE = `https://marque-verify.invalid${OPAQUE_PAGE_PATH}`

/**
 * Plays cases one after the other, those of one page together.
 *
 * @param onPlayed Called after each case; not for those whose page could not be opened, and those after an abort.
 * @throws {Error} The browser ended.
 */
export async function runCases(
  browser: RunningBrowser,
  proxy: VerifyProxy,
  cases: readonly BrowserCase[],
  { timeout, signal }: RunOptions,
  onPlayed: (played: PlayedCase) => void,
): Promise<void> {
  // The login of the visitor: a cookie of each host of the API, set by a page of its own.
  const hosts = new Set(cases.map(({ page }) => new URL(page.url.replace(/^ws/, 'http')).origin))
  for (const host of hosts) {
    if (signal.aborted) return
    await browser.goto(`${host}${PAGE_PATH}`).catch(() => undefined)
  }
  for (const [origin, group] of Map.groupBy(cases, ({ page }) => page.origin)) {
    if (signal.aborted) return
    const url = origin === 'null' ? OPAQUE_PAGE : `${origin}${PAGE_PATH}`
    const isOpen = await browser.goto(url).then(
      async () => (await browser.origin()) === origin,
      () => false,
    )
    if (!isOpen) continue
    for (const tested of group) {
      if (signal.aborted) return
      const { method, headers, credentials } = tested.page
      // A preflight and a request, each in its time.
      const call = {
        url: tested.page.url,
        method,
        headers,
        credentials,
        timeout: 2 * timeout + 5000,
      }
      const result = await browser.call(call)
      onPlayed({ tested, arrivals: proxy.take(tested.id), result })
    }
  }
}
