/**
 * Chromium and Firefox, driven by puppeteer: the one over the DevTools protocol, the other over WebDriver BiDi.
 *
 * @module
 */

import { endGroup, temporaryFolder, watchGroup } from '@marque/testkit/processes'
import puppeteer, {
  type LaunchOptions as PuppeteerOptions,
  type Page as PuppeteerPage,
} from 'puppeteer-core'
import type { Browser, LaunchOptions, Page } from './browser.ts'
import { PROGRAMS, programPath } from './programs.ts'

/** Nothing but the tests' own servers is asked for anything. */
const CHROMIUM_OFFLINE = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--disable-dev-shm-usage',
  // Names below `localhost` are loopback without a look-up; nothing else is found.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
]

const FIREFOX_OFFLINE = {
  'network.proxy.type': 0,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': '',
}

/** Milliseconds for a launch, a page, a command: a busy machine only takes longer. Under the tests' own limit, so that a hang is reported as one. */
const PATIENCE = 120_000

/** @throws Where the program is not installed, or does not start. */
export async function launchPuppeteer(
  name: 'chromium' | 'firefox',
  {
    args = [],
    preferences = {},
    env = {},
    viewport = { width: 1280, height: 800 },
    trustedKey,
  }: LaunchOptions,
): Promise<Browser> {
  const executablePath = programPath(PROGRAMS[name][0])
  const profile = temporaryFolder()
  const options: PuppeteerOptions = {
    executablePath,
    userDataDir: profile.path,
    headless: true,
    defaultViewport: viewport,
    acceptInsecureCerts: name === 'firefox' && trustedKey !== undefined,
    env: { ...process.env, ...env },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: PATIENCE,
    protocolTimeout: PATIENCE,
  }
  const its: PuppeteerOptions =
    name === 'chromium'
      ? { browser: 'chrome', args: [...CHROMIUM_OFFLINE, ...trusting(trustedKey), ...args] }
      : {
          browser: 'firefox',
          args: [...args],
          extraPrefsFirefox: { ...FIREFOX_OFFLINE, ...preferences },
        }
  try {
    const browser = await puppeteer.launch({ ...options, ...its })
    const leader = browser.process()?.pid
    if (leader !== undefined) watchGroup(leader)
    const first = (await browser.pages())[0]
    let closed = false
    let used = false
    return {
      name,
      version: (await browser.version()).replace(/\/@.*$/, ''),
      open: async (url) => {
        const page = first && !used ? first : await browser.newPage()
        used = true
        await page.goto(url, { timeout: PATIENCE })
        return pageOf(page)
      },
      close: async () => {
        if (closed) return
        closed = true
        await browser.close().catch(() => undefined)
        if (leader !== undefined) await endGroup(leader)
        profile.remove()
      },
    }
  } catch (error) {
    profile.remove()
    throw error
  }
}

function trusting(key: string | undefined): readonly string[] {
  return key === undefined ? [] : [`--ignore-certificate-errors-spki-list=${key}`]
}

function pageOf(page: PuppeteerPage): Page {
  return {
    puppeteer: page,
    goto: async (url) => {
      await page.goto(url, { timeout: PATIENCE })
    },
    evaluate: async (script, ...args) => {
      const source = `(${String(script)})(...${JSON.stringify(args)})`
      return (await page.evaluate(source)) as never
    },
    screenshot: () => page.screenshot({ type: 'png' }),
    close: () => page.close(),
  }
}
