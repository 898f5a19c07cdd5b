/**
 * Setup data that the server embeds into a page: its own origin and those of the other pages.
 *
 * @module
 */

export type SiteName = 'web' | 'shop' | 'hostile' | 'lookalike' | 'forgotten'

/** One page of the example, at its origin. */
export interface Site {
  readonly name: SiteName
  readonly title: string
  readonly story: string
  readonly origin: string
}

export interface Setup {
  /** The public origin of the API. */
  readonly api: string
  readonly here: Site
  readonly sites: readonly Site[]
}

/** Reads the setup block of the page. */
export function readSetup(): Setup {
  return JSON.parse(document.getElementById('setup')?.textContent ?? '') as Setup
}
