/**
 * What a browser of the tests can do, whichever it is.
 *
 * @module
 */
import type { Page as PuppeteerPage } from 'puppeteer-core'

/** The engines, by the names that `explain` has for them. */
export type BrowserName = 'chromium' | 'firefox' | 'webkit'

export interface LaunchOptions {
  /** Further arguments of the program, behind those that keep it offline. Firefox and WebKit know other ones than Chromium. */
  readonly args?: readonly string[]
  /** Further preferences; Firefox only. */
  readonly preferences?: { readonly [name: string]: boolean | number | string }
  /**
   * The SHA-256 of a public key, in base64: Chromium takes certificates with it for good ones, and keeps what came with them. Firefox then takes any
   * certificate. Not for WebKit.
   */
  readonly trustedKey?: string
  /** Added to the program's environment. */
  readonly env?: { readonly [name: string]: string }
  /** Window in CSS pixels; 1280 by 800 unless said otherwise. */
  readonly viewport?: { readonly width: number; readonly height: number }
}

/** One running browser with an empty profile of its own. */
export interface Browser {
  readonly name: BrowserName
  /** Product and version, as the program itself says: `Chrome/156.0.8078.79`, `firefox/153.7.0`, `MiniBrowser/2.50.6`. */
  readonly version: string
  /**
   * Opens a page and waits until it has loaded.
   *
   * WebKit's pages are windows of one session: those of one browser share cookies and caches in every engine.
   */
  open(url: string): Promise<Page>
  /** Ends the program, all of its processes and its profile. Never rejects; a second call does nothing. */
  close(): Promise<void>
}

export interface Page {
  goto(url: string): Promise<void>
  /**
   * Calls `script` in the page and waits for what it returns or promises.
   *
   * @param script A function that uses nothing from outside itself, or its source.
   * @param args JSON values.
   * @returns A JSON value.
   * @throws What the script throws, as a plain `Error` with its message.
   */
  evaluate<Args extends readonly unknown[], Value>(
    script: ((...args: Args) => Value | Promise<Value>) | string,
    ...args: Args
  ): Promise<Value>
  /** A PNG of what the window shows. */
  screenshot(): Promise<Uint8Array>
  close(): Promise<void>
  /** Keyboard, emulation and the rest of what puppeteer can do; null in WebKit, which it does not drive. */
  readonly puppeteer: PuppeteerPage | null
}
