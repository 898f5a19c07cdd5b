/**
 * Unsafe origins: patterns over public suffixes, schemes without TLS, and `*` where it is not allowed.
 *
 * @module
 */
import { isLoopbackHost, type OriginPattern, withoutTrailingDot } from '@marque/core'
import { getPublicSuffix } from 'tldts'
import type { RawFinding } from '../findings/index.ts'
import type { ModelGrant, ModelOrigin, ModelPermission } from '../read/index.ts'
import type { Pointer } from '../text/index.ts'
import { isOnWeb } from './app-origins.ts'
import {
  isInEnvironment,
  type Judgement,
  keyPath,
  listsOfUse,
  originLists,
  uses,
} from './judgement.ts'
import { isSharedHosting, SHARED_HOSTING_DATE } from './shared-hosting.ts'
import { suffixBelow } from './suffixes-below.ts'

/**
 * The package that carries the public suffix list, and the day on which that version was published: the list is as of then. A test
 * compares the version with the installed one.
 */
export const SUFFIX_LIST = { package: 'tldts', version: '7.5.4', date: '2026-11-15' } as const

/** Names that the DNS keeps out of the hands of strangers (RFC 6761, RFC 8375, ICANN 2024): no one can register under them. */
const RESERVED: ReadonlySet<string> = new Set([
  'example',
  'home.arpa',
  'internal',
  'invalid',
  'localhost',
  'test',
])

/** Only their hosts are names of the DNS; the host of `chrome-extension://` is not. */
const DNS_SCHEMES: ReadonlySet<string> = new Set(['http', 'https'])

/** Judges each pattern of the document; exact origins cost one look each. */
export function* judgePublicSuffixes(judgement: Judgement): Iterable<RawFinding> {
  for (const list of originLists(judgement.model)) {
    for (const origin of list) {
      const { pattern } = origin
      if (pattern?.subdomains || pattern?.labelEnd != null) yield* judgePattern(origin, pattern)
    }
  }
}

function* judgePattern(origin: ModelOrigin, pattern: OriginPattern): Iterable<RawFinding> {
  const subject = { path: origin.path, value: origin.text } as const
  const host = withoutTrailingDot(pattern.host)
  if (isLoopbackHost(host)) return
  if (DNS_SCHEMES.has(pattern.scheme)) {
    if (isPublicSuffix(host)) {
      yield {
        ...subject,
        code: 'MQ-201',
        message: `\`${origin.text}\` covers the public suffix \`${host}\` (public suffix list of ${SUFFIX_LIST.date})`,
        why: `anyone can register a name under \`${host}\` and would be trusted at once; it is in the public suffix list of ${SUFFIX_LIST.date}`,
        ...(pattern.labelEnd !== null && {
          help: 'serve previews from a domain of your own, or let CI add the exact origin of each preview to a set with `until`',
        }),
      }
      return
    }
    const below = pattern.subdomains ? suffixBelow(host) : undefined
    if (below !== undefined) {
      yield {
        ...subject,
        code: 'MQ-201',
        message: `\`${origin.text}\` covers the public suffix \`${below}\`, which is below \`${host}\` (public suffix list of ${SUFFIX_LIST.date})`,
        why: `anyone can register a name under \`${below}\` and would be trusted at once; it is in the public suffix list of ${SUFFIX_LIST.date}`,
      }
      return
    }
    if (isSharedHosting(host, pattern.subdomains)) {
      yield {
        ...subject,
        code: 'MQ-320',
        message: `\`${origin.text}\` covers names that the provider of \`${host}\` gives to its customers (list of ${SHARED_HOSTING_DATE})`,
      }
    }
  }
  if (!pattern.subdomains) return
  yield {
    ...subject,
    code: 'MQ-319',
    message: `\`${origin.text}\` covers every level below \`${host}\`, but not \`${host}\` itself`,
  }
}

/** Notes each host that ends with a dot: Chromium sends it so, and it is another origin than without (D3). */
export function* judgeTrailingDots(judgement: Judgement): Iterable<RawFinding> {
  for (const list of originLists(judgement.model)) {
    for (const { text, path, exact, pattern } of list) {
      const host = (exact ?? pattern)?.host
      if (host?.endsWith('.') && host !== '.') yield trailingDot(text, path)
    }
  }
  for (const { text, path } of judgement.model.self.everywhere ?? []) {
    if (/\.(?::[0-9]+)?$/.test(text)) yield trailingDot(text, path)
  }
  for (const entries of judgement.model.self.byEnvironment.values()) {
    for (const { text, path } of entries) {
      if (/\.(?::[0-9]+)?$/.test(text)) yield trailingDot(text, path)
    }
  }
}

function trailingDot(text: string, path: Pointer): RawFinding {
  return {
    code: 'MQ-336',
    path,
    message: `the host of \`${text}\` ends with a dot; the same host without it is another origin`,
    value: text,
  }
}

/** Whether a host is a public suffix of either section, or an unlisted top-level name, which anyone may register. */
export function isPublicSuffix(host: string): boolean {
  const name = withoutTrailingDot(host)
  if (RESERVED.has(name)) return false
  return getPublicSuffix(name, { allowPrivateDomains: true, validateHostname: false }) === name
}

/** Judges every origin once, by the strongest right that any grant gives to it. */
export function* judgeSchemes(judgement: Judgement): Iterable<RawFinding> {
  const credentialed = credentialedLists(judgement)
  const elsewhere = listsOfOtherEnvironments(judgement)
  for (const list of originLists(judgement.model)) {
    const by = listOf(credentialed, list)
    const loopbackMatters = judgement.environment === 'production' && !elsewhere.has(list)
    for (const origin of list) {
      const { scheme, host } = origin.exact ?? origin.pattern ?? NOTHING
      if (isLoopbackHost(host)) {
        if (loopbackMatters && isOnWeb(origin)) yield loopbackInProduction(origin)
      } else if (scheme === 'http') {
        yield by === undefined ? withoutTls(origin) : credentialsWithoutTls(origin, by)
      }
    }
  }
}

const NOTHING = { scheme: '', host: '' } as const

/**
 * The lists that some grant with credentials reaches, and that grant's resource. An exception's origin is a list made on the fly, so
 * lists are identified by the path of their first entry.
 */
function credentialedLists(judgement: Judgement): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  let tenants = false
  for (const use of uses(judgement)) {
    if (!use.permission.credentials) continue
    // The directories of all tenants are walked once, not once a grant.
    const walked =
      use.grant !== null && tenants ? { ...use, grant: { ...use.grant, tenant: false } } : use
    tenants ||= use.grant?.tenant === true
    for (const list of listsOfUse(judgement, walked)) {
      const first = list[0]
      if (first !== undefined && !known.has(first.path)) known.set(first.path, use.resource.name)
    }
  }
  return known
}

function listOf(
  known: ReadonlyMap<string, string>,
  list: readonly ModelOrigin[],
): string | undefined {
  const first = list[0]
  return first === undefined ? undefined : known.get(first.path)
}

function listsOfOtherEnvironments(judgement: Judgement): ReadonlySet<readonly ModelOrigin[]> {
  return new Set(
    judgement.model.sets
      .filter((set) => !isInEnvironment(set, judgement.environment))
      .map((set) => set.allow),
  )
}

function loopbackInProduction(origin: ModelOrigin): RawFinding {
  return {
    code: 'MQ-318',
    path: origin.path,
    message: `\`${origin.text}\` is the user's own machine and is trusted in production`,
    value: origin.text,
  }
}

function withoutTls(origin: ModelOrigin): RawFinding {
  return {
    code: 'MQ-317',
    path: origin.path,
    message: `\`${origin.text}\` has no TLS (\`http:\`)`,
    value: origin.text,
  }
}

function credentialsWithoutTls(origin: ModelOrigin, resource: string): RawFinding {
  return {
    code: 'MQ-210',
    path: origin.path,
    message: `\`${origin.text}\` has no TLS (\`http:\`) and is granted credentials on \`${resource}\``,
    value: origin.text,
  }
}

/** Judges `*` in origins, methods and headers. */
export function* judgeAnyOrigin(judgement: Judgement): Iterable<RawFinding> {
  for (const { permission, grant } of uses(judgement)) {
    if (grant?.any) yield* judgeAnyGrant(grant)
    yield* judgeWildcardNames(permission)
    if (permission.methods.includes('*')) yield anyMethod(permission.path)
  }
  for (const resource of judgement.model.resources) {
    for (const match of resource.match)
      if (match.methods?.includes('*')) yield anyMethod(match.path)
  }
}

/** `*` is a token, so reading lets it pass as a method of that name. */
function anyMethod(path: Pointer): RawFinding {
  return {
    code: 'MQ-209',
    path: `${path}/methods`,
    message: '`*` as a method',
    value: '*',
  }
}

function* judgeAnyGrant(grant: ModelGrant): Iterable<RawFinding> {
  const origins = `${grant.path}/origins`
  if (grant.credentials) {
    yield {
      code: 'MQ-202',
      path: keyPath(grant, 'credentials'),
      message: '`*` is granted with `credentials: true`',
      value: true,
    }
  }
  if (grant.sets.length > 0 || grant.inline.length > 0 || grant.tenant) {
    yield { code: 'MQ-203', path: origins, message: '`*` beside other origins' }
  }
  if (grant.when !== null) {
    yield {
      code: 'MQ-204',
      path: keyPath(grant, 'when'),
      message: '`*` is granted with a condition',
    }
  }
  if (grant.websocket) {
    yield {
      code: 'MQ-205',
      path: keyPath(grant, 'websocket'),
      message: '`*` is granted with `websocket: true`',
      value: true,
    }
  }
}

function* judgeWildcardNames(permission: ModelPermission): Iterable<RawFinding> {
  const request = permission.requestHeaders
  const expose = permission.exposeHeaders
  if (permission.credentials && request.includes('*')) {
    yield {
      code: 'MQ-206',
      path: `${permission.path}/requestHeaders`,
      message: '`*` in `requestHeaders` with `credentials: true`',
      value: '*',
    }
  }
  if (permission.credentials && expose.includes('*')) {
    yield {
      code: 'MQ-207',
      path: `${permission.path}/exposeHeaders`,
      message: '`*` in `exposeHeaders` with `credentials: true`',
      value: '*',
    }
  }
  yield* judgeNamesBesideWildcard(permission, 'requestHeaders', request)
  yield* judgeNamesBesideWildcard(permission, 'exposeHeaders', expose)
}

/** `marque-token` is not the user's own word: a token adds it. */
const BESIDE_WILDCARD: ReadonlySet<string> = new Set(['*', 'authorization', 'marque-token'])

function* judgeNamesBesideWildcard(
  permission: ModelPermission,
  key: 'requestHeaders' | 'exposeHeaders',
  names: readonly string[],
): Iterable<RawFinding> {
  if (!names.includes('*')) return
  const beside = names.find((name) => !BESIDE_WILDCARD.has(name))
  if (beside === undefined) return
  yield {
    code: 'MQ-208',
    path: `${permission.path}/${key}`,
    message: `\`${beside}\` beside \`*\` in \`${key}\``,
    value: beside,
  }
}
