/**
 * Whether one bundle grants more than another, by brute force: decisions for requests over everything that the two name.
 */
import { type Bundle, type Decision, decide, prepare, type RequestFacts } from '@marque/core'
import { originMatching, sampleUrl, UNLISTED_ORIGIN } from '../../requests/index.ts'

/** Requests to which `after` grants more than `before`. */
export function wider(before: Bundle, after: Bundle): readonly string[] {
  const both = [before, after]
  const engines = [prepare(before), prepare(after)] as const
  const found: string[] = []
  for (const request of requestsOf(both)) {
    for (const now of momentsOf(both)) {
      for (const roles of [[], ['reader']]) {
        const context = { roles, claims: { roles } }
        const [was, is] = engines.map((engine) => decide(engine, request, context, { now }))
        const more = was && is ? gains(was, is) : []
        if (more.length > 0) found.push(`${more} ${JSON.stringify(request)} ${now}`)
      }
    }
  }
  return found
}

function gains(was: Decision, is: Decision): readonly string[] {
  const gained: string[] = []
  if (is.reach && !was.reach) gained.push('reach')
  if (is.read && !was.read) gained.push('read')
  for (const name of [
    'access-control-allow-credentials',
    'access-control-allow-methods',
    'access-control-allow-headers',
    'access-control-expose-headers',
    'timing-allow-origin',
  ]) {
    const before = new Set(listOf(was, name))
    if (listOf(is, name).some((word) => !before.has(word))) gained.push(name)
  }
  return gained
}

function listOf({ headers }: Decision, wanted: string): readonly string[] {
  return headers.filter(([name]) => name === wanted).flatMap(([, value]) => value.split(', '))
}

function* requestsOf(bundles: readonly Bundle[]): Iterable<RequestFacts> {
  const resources = bundles.flatMap((bundle) => bundle.resources.map((one) => ({ one, bundle })))
  const urls = new Set(['https://api.example.com/nowhere'])
  for (const { one, bundle } of resources) {
    const [match] = one.match
    const tenant = Object.keys(bundle.tenants)[0] ?? null
    const url = match && sampleUrl(match, bundle, { tenant })
    if (url !== undefined) urls.add(url)
  }
  const lists = bundles.flatMap(({ sets, tenants }) => [
    ...Object.values(sets),
    ...Object.values(tenants),
  ])
  const origins = new Set([
    UNLISTED_ORIGIN,
    'null',
    ...lists.flatMap(({ exact, patterns }) => [...exact, ...patterns.map(originMatching)]),
  ])
  const grants = resources.flatMap(({ one }) => one.grants)
  const methods = new Set(['GET', 'POST', 'PUT', ...grants.flatMap((grant) => grant.methods)])
  const names = new Set(['x-other', ...grants.flatMap((grant) => grant.requestHeaders)])
  for (const url of urls) {
    for (const origin of origins) {
      for (const method of methods) {
        yield { method, url, headers: [['Origin', origin]] }
        yield {
          method,
          url,
          headers: [
            ['Origin', origin],
            ['Cookie', 'a=b'],
          ],
        }
        for (const name of ['', ...names]) {
          const nameHeader =
            name === '' || name === '*' ? [] : [['Access-Control-Request-Headers', name] as const]
          const headers = [
            ['Origin', origin],
            ['Access-Control-Request-Method', method],
            ...nameHeader,
          ] as const
          yield { method: 'OPTIONS', url, headers }
        }
      }
    }
  }
}

/** Around every date that the two have. */
function momentsOf(bundles: readonly Bundle[]): readonly number[] {
  const grants = bundles.flatMap(({ resources }) =>
    resources.flatMap((resource) => resource.grants),
  )
  const dates = grants.flatMap(({ from, until }) => [from, until]).filter((date) => date !== null)
  return [...new Set([Date.UTC(2098, 10, 22), ...dates.flatMap((date) => [date - 1, date])])]
}
