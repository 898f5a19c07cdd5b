/**
 * The request of a test case: made by a browser for a page, or sent as it is.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'
import type { PageRequest } from '@marque/core/browsers'
import type { PreparedPolicy } from './prepare-policy.ts'
import type { TestCase } from './test-file.ts'

/** The cookie of requests with credentials: its presence matters, its value does not. */
const COOKIE: HeaderLine = ['Cookie', 'any=1']

/** RFC 6455, 4.1: what tells a handshake from another request. */
const HANDSHAKE: readonly HeaderLine[] = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
]

/**
 * The absolute URL of a case.
 *
 * @returns `undefined` where the URL is a path, and the policy's own origin depends on a tenant that the case does not name.
 */
export function urlOfCase(one: TestCase, { base }: PreparedPolicy): string | undefined {
  if (!one.url.startsWith('/')) return one.url
  if (!base.includes('{tenant}')) return base + one.url
  const { tenant } = one.context
  return typeof tenant === 'string' ? base.replace('{tenant}', tenant) + one.url : undefined
}

/**
 * The request as script of a page makes it; null where the case is not about a page: without an origin, or with Fetch metadata, which
 * script cannot set.
 */
export function pageRequestOf(one: TestCase, url: string): PageRequest | null {
  const { origin, method, headers, credentials } = one
  if (origin === null || headers.some(([name]) => name.startsWith('sec-fetch-'))) return null
  return { origin, method, url, headers, credentials }
}

/** The request as the layer receives it, without a browser's part in it. */
export function requestOf(
  { origin, method, headers, credentials, webSocket }: TestCase,
  url: string,
): RequestFacts {
  return {
    method,
    url,
    headers: [
      ...(origin === null ? [] : [['Origin', origin] as const]),
      ...(webSocket ? HANDSHAKE : []),
      ...headers,
      ...(credentials ? [COOKIE] : []),
    ],
  }
}
