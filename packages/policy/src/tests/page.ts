/**
 * From a case to what a browser is told to do, or to the request itself where no page asks.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'
import type { PageRequest } from '@marque/core/browsers'
import type { PageCase } from './case-file.ts'
import type { TestGround } from './ground.ts'

/** The cookie of every case: its value is nobody's, and no rule reads it. */
const COOKIE: HeaderLine = ['Cookie', 'any=1']

/**
 * The absolute url of a case.
 *
 * @returns `undefined` where the case names a path, and the policy's own origin depends on a tenant that the case does not name.
 */
export function urlOfCase(one: PageCase, { base }: TestGround): string | undefined {
  if (!one.url.startsWith('/')) return one.url
  if (!base.includes('{tenant}')) return base + one.url
  const { tenant } = one.context
  return typeof tenant === 'string' ? base.replace('{tenant}', tenant) + one.url : undefined
}

/**
 * The page of a case; null where the request is not made by script of a page: without an origin, or with Fetch metadata, which only the
 * browser itself can say.
 */
export function pageOf(one: PageCase, url: string): PageRequest | null {
  const { origin, method, headers, credentials } = one
  if (origin === null || headers.some(([name]) => name.startsWith('sec-fetch-'))) return null
  return { origin, method, url, headers, credentials }
}

/** The request as it is, without asking what a browser would make of it. */
export function requestOf(
  { origin, method, headers, credentials }: PageCase,
  url: string,
): RequestFacts {
  return {
    method,
    url,
    headers: [
      ...(origin === null ? [] : [['Origin', origin] as const]),
      ...headers,
      ...(credentials ? [COOKIE] : []),
    ],
  }
}
