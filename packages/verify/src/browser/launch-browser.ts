/**
 * Chromium and Firefox, driven by puppeteer: the one over the DevTools protocol, the other over WebDriver BiDi.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LaunchOptions, Page } from 'puppeteer-core'
import type { TestedBrowser } from './find-browser.ts'
import { PAGE_FUNCTION, type PageCall, type PageResult } from './page.ts'

export interface RunningBrowser {
  /** Product and version. */
  readonly version: string
  /** Leads the only page elsewhere. @throws Where it does not load. */
  goto(url: string): Promise<void>
  /** The origin of the page, as script sees it. */
  origin(): Promise<string>
  call(call: PageCall): Promise<PageResult>
  /** Ends the program and removes its profile. Never rejects. */
  close(): Promise<void>
}

export interface LaunchSettings {
  readonly program: string
  /** Of the proxy, on the loopback interface: the only address that the browser connects to. */
  readonly proxyPort: number
  /** SHA-256 of the public key of the proxy's certificate, base64. */
  readonly keyHash: string
}

/** Milliseconds for a start, a page, a command: a busy machine only takes longer. */
const PATIENCE = 60_000

/** @throws {Error} puppeteer-core is not installed, or the browser does not start; the message says what to do. */
export async function launchBrowser(
  name: TestedBrowser,
  settings: LaunchSettings,
): Promise<RunningBrowser> {
  const puppeteer = await importPuppeteer()
  const profile = await mkdtemp(join(tmpdir(), 'marque-verify-'))
  const removeProfile = (): Promise<void> =>
    rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch(
      () => undefined,
    )
  try {
    const browser = await puppeteer.launch({
      executablePath: settings.program,
      userDataDir: profile,
      headless: true,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      timeout: PATIENCE,
      protocolTimeout: PATIENCE,
      ...(name === 'chromium' ? chromiumOptions(settings) : firefoxOptions(settings)),
    })
    const page: Page = (await browser.pages())[0] ?? (await browser.newPage())
    return {
      version: (await browser.version()).replace(/\/@.*$/, ''),
      goto: async (url) => {
        await page.goto(url, { timeout: PATIENCE, waitUntil: 'load' })
      },
      origin: async () => String(await page.evaluate('globalThis.origin')),
      call: async (call) =>
        (await page.evaluate(`${PAGE_FUNCTION}(${JSON.stringify(call)})`)) as PageResult,
      close: async () => {
        await browser.close().catch(() => browser.process()?.kill('SIGKILL'))
        await removeProfile()
      },
    }
  } catch (error) {
    await removeProfile()
    const text = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    throw new Error(`\`${name}\` did not start: ${text}`)
  }
}

async function importPuppeteer(): Promise<typeof import('puppeteer-core').default> {
  try {
    return (await import('puppeteer-core')).default
  } catch {
    throw new Error('`puppeteer-core` is not installed: run `npm install puppeteer-core`')
  }
}

function chromiumOptions({ proxyPort, keyHash }: LaunchSettings): LaunchOptions {
  return {
    browser: 'chrome',
    args: [
      `--proxy-server=http://127.0.0.1:${proxyPort}`,
      // Names of the loopback are led through the proxy too, and no other name is looked up.
      '--proxy-bypass-list=<-loopback>',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      `--ignore-certificate-errors-spki-list=${keyHash}`,
      // Containers of CI have no user namespaces; the pages are our own.
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
    ],
  }
}

function firefoxOptions({ proxyPort }: LaunchSettings): LaunchOptions {
  return {
    browser: 'firefox',
    acceptInsecureCerts: true,
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': proxyPort,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': proxyPort,
      'network.proxy.no_proxies_on': '',
      'network.proxy.allow_hijacking_localhost': true,
      'network.proxy.failover_direct': false,
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
    },
  }
}
