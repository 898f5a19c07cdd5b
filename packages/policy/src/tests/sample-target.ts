/**
 * Methods and urls for which a resource should decide.
 *
 * @module
 */
import { type Bundle, coversMethod, type Grant, type Match, type Resource } from '@marque/core'
import type { Holder } from '../compile/sample-context.ts'
import { ANY_SEGMENT, urlOf } from '../compile/sample-url.ts'

/** What stands in a path where anything may: other resources may want the first ones. */
const WORDS = [ANY_SEGMENT, 'a', 'zz']

/** Methods and urls, the wished and the plain ones first. */
export function* targets(
  resource: Resource,
  grant: Grant,
  bundle: Bundle,
  { tenant }: Holder,
  { whole, isPlain }: { readonly whole: boolean; readonly isPlain: boolean },
): Generator<readonly [method: string, url: string]> {
  const simple = (method: string): number => (['GET', 'HEAD', 'POST'].includes(method) ? 0 : 1)
  const granted = grant.methods.includes('GET') ? [...grant.methods, 'HEAD'] : grant.methods
  const methods = [...new Set(granted)].sort((a, b) => (simple(a) - simple(b)) * (whole ? -1 : 1))
  for (const [match, url] of urls(resource, grant, bundle, tenant, isPlain)) {
    for (const method of methods) {
      if (match.methods === null || coversMethod(match.methods, method)) yield [method, url]
    }
  }
}

/** Urls of each match: shallow before deep ones, usual words and hosts before others. */
function* urls(
  resource: Resource,
  grant: Grant,
  bundle: Bundle,
  tenant: string | null,
  isPlain: boolean,
): Generator<readonly [match: Match, url: string]> {
  const versions = grant.when?.apiVersion ?? [null]
  for (const place of isPlain ? [0] : [0, 1, 2]) {
    for (const word of isPlain ? WORDS.slice(0, 1) : WORDS) {
      for (const depth of [0, 1, 2]) {
        for (const match of resource.match) {
          if (depth > 0 && !match.path.endsWith('**')) continue
          for (const version of versions) {
            const plain = urlOf({ ...resource, match: [match] }, bundle, tenant, version, word)
            const url = plain === undefined ? undefined : atHost(plain, match, bundle, place)
            if (url !== undefined) yield [match, url.replace(/\/$/, '') + `/${word}`.repeat(depth)]
          }
        }
      }
    }
  }
}

/**
 * The url at another host that the match takes as well, since rules with a host of their own go before it.
 *
 * @param place 0 for the usual host; others count what else there is.
 */
function atHost(url: string, { host }: Match, { self }: Bundle, place: number): string | undefined {
  if (place === 0) return url
  const [, scheme = '', authority = '', path = ''] = /^(.*?:\/\/)([^/]*)(.*)$/.exec(url) ?? []
  if (host === null) {
    const own = self.map((origin) => origin.slice(origin.indexOf('://') + 3))
    const others = [...own, `other.${authority}`].filter(
      (one) => one !== authority && !one.includes('{'),
    )
    const other = others[place - 1]
    return other === undefined ? undefined : `${scheme}${other}${path}`
  }
  return host.startsWith('*.')
    ? `${scheme}${'b.'.repeat(place)}a${host.slice(1)}${path}`
    : undefined
}
