/**
 * What a page is told by its server: where it stands, and where the others are.
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

/** Reads the block that the server put into the page. */
export function readSetup(): Setup {
  return JSON.parse(document.getElementById('setup')?.textContent ?? '') as Setup
}
