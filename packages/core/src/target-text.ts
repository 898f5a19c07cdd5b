/**
 * The target within the URL of a request.
 *
 * @module
 */
import type { RequestFacts } from './request.ts'

const SLASH = 0x2f

/** The origin-form target, byte for byte as received: the forwarded target is the one that was evaluated. */
export function requestTarget({ url }: RequestFacts): string {
  const end = authorityEnd(url)
  if (end < 0) return '/'
  const target = url.slice(end)
  return target.startsWith('/') || target.startsWith('*') ? target : `/${target}`
}

const AUTHORITY_END = /[/?#\\*]/g

/** Scheme and authority of the last URL with a path. Most requests to a gateway share them; the cache saves a search and never changes a result. */
let lastPrefix = '\0'

/** The index behind the authority of an absolute URL, or -1 if nothing follows it. */
export function authorityEnd(url: string): number {
  if (url.charCodeAt(lastPrefix.length) === SLASH && url.startsWith(lastPrefix))
    return lastPrefix.length
  AUTHORITY_END.lastIndex = url.indexOf('://') + 3
  if (!AUTHORITY_END.test(url)) return -1
  const end = AUTHORITY_END.lastIndex - 1
  if (url.charCodeAt(end) === SLASH) lastPrefix = url.slice(0, end)
  return end
}
