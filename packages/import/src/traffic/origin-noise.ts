/**
 * Origins in recorded traffic that are not those of a web application.
 *
 * @module
 */
import { readOrigin } from '@marque/core'

/** Services that show the pages of others under hosts of their own. */
const MIRRORS: readonly (readonly [host: RegExp, what: string])[] = [
  [/(^|\.)translate\.goog$/, 'a translation of a page by Google'],
  [/^translate\.googleusercontent\.com$/, 'a translation of a page by Google'],
  [/(^|\.)translatoruser(-int)?\.(net|com)$/, 'a translation of a page by Microsoft'],
  [/(^|\.)translate\.yandex\.(net|com|ru)$|(^|\.)turbopages\.org$/, 'a copy of a page by Yandex'],
  [/^webcache\.googleusercontent\.com$/, 'a cached page of a search engine'],
  [/(^|\.)cdn\.ampproject\.org$|(^|\.)ampproject\.net$/, 'a copy of a page in an AMP cache'],
  [/(^|\.)web\.archive\.org$|(^|\.)archive\.(ph|today|is)$/, 'a copy of a page in an archive'],
]

/**
 * Explains why an origin is left out of a draft.
 *
 * @returns The reason; `undefined` for an origin of a website.
 */
export function originNoise(origin: string): string | undefined {
  if (origin === 'null') return 'sandboxed frames, `data:` pages and files of every website send it'
  const parts = readOrigin(origin)
  if (/-extension:\/\//.test(origin)) return 'a browser extension'
  if (parts === undefined) return 'not an origin as browsers send it'
  if (parts.scheme !== 'http' && parts.scheme !== 'https')
    return `pages with the scheme \`${parts.scheme}:\` are no website`
  return MIRRORS.find(([host]) => host.test(parts.host))?.[1]
}
