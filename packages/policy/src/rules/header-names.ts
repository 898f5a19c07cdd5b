/**
 * Header names whose meaning a reviewer of the list may miss: overrides, keys, tokens, and wildcards that are none.
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import type { ModelPermission } from '../read/index.ts'
import { type Judgement, type Use, uses } from './judgement.ts'

type HeaderKey = 'requestHeaders' | 'exposeHeaders'

/** Judges the header lists of every grant and exception. Linear in the number of names. */
export function* judgeHeaderNames(judgement: Judgement): Iterable<RawFinding> {
  for (const use of uses(judgement)) {
    const { permission } = use
    yield* judgePartWildcards(permission, 'requestHeaders')
    yield* judgePartWildcards(permission, 'exposeHeaders')
    for (const name of permission.requestHeaders) {
      if (OVERRIDES.has(name)) {
        yield about(
          permission,
          'requestHeaders',
          'MQ-350',
          `with \`${name}\` script can make the application see another ${OVERRIDES.get(name)} than the one that was granted`,
          name,
        )
      } else if (isApiKeyHeader(name)) {
        yield about(
          permission,
          'requestHeaders',
          'MQ-351',
          `\`${name}\` looks like an API key: a key that a page sends is known to every visitor`,
          name,
        )
      }
    }
    for (const name of permission.exposeHeaders) {
      if (!isSecretHeader(name)) continue
      yield about(
        permission,
        'exposeHeaders',
        'MQ-353',
        `\`${name}\` looks like a secret, and script of the granted origins can read it`,
        name,
      )
    }
    if (needsAuthorization(use)) {
      yield about(
        permission,
        'requestHeaders',
        'MQ-352',
        '`*` does not cover `authorization`, and this grant needs a login',
        '*',
      )
    }
  }
}

function about(
  permission: ModelPermission,
  key: HeaderKey,
  code: 'MQ-238' | 'MQ-350' | 'MQ-351' | 'MQ-352' | 'MQ-353',
  message: string,
  value: string,
): RawFinding {
  return { code, path: `${permission.path}/${key}`, message, value }
}

/** `*` is a character of header names, so `x-*` is the name of one header that nobody sends. */
function* judgePartWildcards(permission: ModelPermission, key: HeaderKey): Iterable<RawFinding> {
  for (const name of permission[key]) {
    if (name === '*' || !name.includes('*')) continue
    yield about(
      permission,
      key,
      'MQ-238',
      `\`${name}\` is not a pattern: browsers read it as the name of one header`,
      name,
    )
  }
}

/** Headers by which frameworks and proxies replace parts of a request, and the part. All lower case. */
const OVERRIDES: ReadonlyMap<string, string> = new Map([
  // Rails, Django, Laravel, Symfony, Spring, ASP.NET, method-override of Express.
  ['x-http-method-override', 'method'],
  ['x-http-method', 'method'],
  ['x-method-override', 'method'],
  ['http-method-override', 'method'],
  ['x-method', 'method'],
  ['x-original-method', 'method'],
  ['x-forwarded-method', 'method'],
  ['x-tunneled-method', 'method'],
  ['x-tunnelled-method', 'method'],
  // IIS URL Rewrite, Symfony, Zend, Traefik.
  ['x-original-url', 'path'],
  ['x-original-uri', 'path'],
  ['x-rewrite-url', 'path'],
  ['x-forwarded-uri', 'path'],
  ['x-forwarded-path', 'path'],
  ['x-forwarded-prefix', 'path'],
  ['x-override-url', 'path'],
  ['x-ms-original-url', 'path'],
  ['x-envoy-original-path', 'path'],
  ['x-forwarded-host', 'host'],
  ['x-forwarded-server', 'host'],
  ['x-http-host-override', 'host'],
  // RFC 7239.
  ['forwarded', 'host'],
  ['x-original-host', 'host'],
  ['x-host', 'host'],
])

/** Words before `key` with which a header identifies something and protects nothing. */
const HARMLESS_KEYS: ReadonlySet<string> = new Set([
  'cache',
  'correlation',
  'dedup',
  'dedupe',
  'deduplication',
  'fingerprint',
  'foreign',
  'group',
  'idempotence',
  'idempotency',
  'idempotent',
  'index',
  'last',
  'message',
  'next',
  'object',
  'ordering',
  'page',
  'partition',
  'primary',
  'public',
  'range',
  'retry',
  'routing',
  'row',
  'shard',
  'sort',
  'start',
  'surrogate',
  'translation',
  'websocket',
])

const KEY_WORDS: ReadonlySet<string> = new Set([
  'apikey',
  'key',
  'secretkey',
  'accesskey',
  'authkey',
])

/** Whether the words of a name end in a key that opens something: `x-api-key`, `apikey`, not `idempotency-key`. */
function isKeyName(words: readonly string[]): boolean {
  const last = words.at(-1) ?? ''
  return KEY_WORDS.has(last) && !words.some((word) => HARMLESS_KEYS.has(word))
}

function isApiKeyHeader(name: string): boolean {
  const words = wordsOf(name)
  return (
    isKeyName(words) ||
    words.some((word) => word.endsWith('secret')) ||
    /^(?:x-)?(?:api|private|circle)-?token$/.test(name)
  )
}

/** Words that make a name with `token` or `session` say something about one, or about another kind of token. */
const ABOUT_TOKENS: ReadonlySet<string> = new Set([
  'age',
  'budget',
  'completion',
  'continuation',
  'count',
  'cursor',
  'duration',
  'expired',
  'expires',
  'expiration',
  'expiry',
  'input',
  'length',
  'lifetime',
  'limit',
  'next',
  'output',
  'page',
  'pagination',
  'previous',
  'prompt',
  'ratelimit',
  'remaining',
  'reset',
  'status',
  'sync',
  'timeout',
  'total',
  'ttl',
  'type',
  'usage',
  'used',
])

const SECRET_WORD =
  /(?:token|tokens|secret|secrets|session|sessionid|sessid|password|passwd|passphrase|credential|credentials|jwt)$/

/** `authorization` as a response header carries a token in several frameworks. */
function isSecretHeader(name: string): boolean {
  const words = wordsOf(name)
  if (isKeyName(words) || words.includes('authorization')) return true
  return (
    words.some((word) => SECRET_WORD.test(word)) && !words.some((word) => ABOUT_TOKENS.has(word))
  )
}

function wordsOf(name: string): readonly string[] {
  return name.split(/[^a-z0-9]+/)
}

/** Fetch: `*` never covers `authorization`. With credentials `*` is MQ-206. */
function needsAuthorization({ resource, permission }: Use): boolean {
  const { requestHeaders, credentials, when } = permission
  if (credentials || !requestHeaders.includes('*') || requestHeaders.includes('authorization')) {
    return false
  }
  return (
    resource.authentication === 'required' ||
    when?.roles !== undefined ||
    when?.scopes !== undefined ||
    when?.claims !== undefined ||
    when?.authenticatedWithin !== undefined
  )
}
