/**
 * What a grant may permit: combinations of its keys, and the limits of the sensitivity of its resource.
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import type { ModelOrigin, ModelPermission, ModelResource } from '../read/index.ts'
import { type Judgement, keyPath, listsOfUse, type Use, uses } from './judgement.ts'

/** Judges each grant, exception and resource by itself. */
export function* judgeReach(judgement: Judgement): Iterable<RawFinding> {
  for (const resource of judgement.model.resources) yield* judgeResource(resource)
  for (const use of uses(judgement)) {
    yield* judgeWebsocket(use)
    yield* judgeReachOnly(use)
    yield* judgeToken(use)
  }
}

function* judgeResource(resource: ModelResource): Iterable<RawFinding> {
  // `enforce` is `block` by default on an isolated resource, so `headers` was written.
  if (resource.isolate && resource.enforce === 'headers') {
    yield {
      code: 'MQ-214',
      path: `${resource.path}/enforce`,
      message: '`enforce: headers` contradicts `isolate: true`',
      value: 'headers',
    }
  }
  if (resource.isolate && resource.grants.some((grant) => grant.any)) {
    yield {
      code: 'MQ-325',
      path: `${resource.path}/isolate`,
      message: `\`${resource.name}\` is isolated and grants \`*\``,
      value: true,
    }
  }
  if (
    !resource.isolate &&
    resource.enforce === 'headers' &&
    (resource.sensitivity === 'confidential' || resource.sensitivity === 'restricted')
  ) {
    yield {
      code: 'MQ-327',
      path: `${resource.path}/enforce`,
      message: `\`enforce: headers\` allows ungranted requests to reach the ${resource.sensitivity} resource \`${resource.name}\``,
      value: 'headers',
    }
  }
  for (const match of resource.match) {
    if (match.encodedSlash !== 'data') continue
    const restricted = resource.sensitivity === 'restricted'
    yield {
      code: restricted ? 'MQ-215' : 'MQ-315',
      path: `${match.path}/encodedSlash`,
      message: restricted
        ? `\`encodedSlash: data\` on the restricted resource \`${resource.name}\``
        : '`encodedSlash: data` is safe only if every layer keeps `%2F` inside its segment',
      value: 'data',
    }
  }
}

function* judgeWebsocket({ permission }: Use): Iterable<RawFinding> {
  if (!permission.websocket) return
  if (!permission.credentials) {
    yield {
      code: 'MQ-211',
      path: keyPath(permission, 'websocket'),
      message: '`websocket: true` without `credentials: true`',
      value: true,
    }
  }
  if (!permission.methods.includes('GET') && permission.methods.length > 0) {
    yield {
      code: 'MQ-332',
      path: keyPath(permission, 'methods'),
      message: '`websocket: true` on a grant without GET',
    }
  }
}

function* judgeReachOnly(use: Use): Iterable<RawFinding> {
  const { permission } = use
  if (permission.nullReach) yield* judgeNullReach(use)
  if (permission.read) return
  for (const key of ['timing', 'websocket'] as const) {
    if (permission[key]) yield contradictsReadFalse(permission, key)
  }
  if (permission.exposeHeaders.length > 0) yield contradictsReadFalse(permission, 'exposeHeaders')
  const unsendable = permission.methods.filter((method) => !SAFELISTED_METHODS.has(method))
  if (unsendable.length > 0) {
    yield {
      code: 'MQ-324',
      path: keyPath(permission, 'methods'),
      message: `${unsendable.map((method) => `\`${method}\``).join(', ')} with \`read: false\`: browsers never send it, because its preflight is never granted`,
    }
  }
}

/** Fetch, "CORS-safelisted method": what a browser sends without a preflight. */
const SAFELISTED_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST'])

function contradictsReadFalse(permission: ModelPermission, key: string): RawFinding {
  return {
    code: 'MQ-213',
    path: keyPath(permission, key),
    message: `\`${key}\` on a grant with \`read: false\``,
  }
}

/** D14: such a POST, with `read: false`, to one exact path. */
function* judgeNullReach({ permission, resource }: Use): Iterable<RawFinding> {
  const wrong: string[] = []
  if (permission.read) wrong.push('`read: false`')
  if (permission.methods.some((method) => method !== 'POST')) wrong.push('`methods: [POST]` alone')
  if (!isOneExactPath(resource)) wrong.push('a resource with one exact path')
  const path = keyPath(permission, 'nullReach')
  if (wrong.length > 0) {
    yield {
      code: 'MQ-212',
      path,
      message: `\`nullReach\` needs ${wrong.join(', and ')}`,
      value: true,
    }
  }
  yield {
    code: 'MQ-334',
    path,
    message: `any page can send a POST with \`Origin: null\` to \`${resource.name}\``,
    value: true,
  }
}

function isOneExactPath(resource: ModelResource): boolean {
  // A match that could not be read is missing from the model and was reported.
  if (resource.match.length !== 1) return resource.match.length === 0
  const pattern = resource.match[0]?.pattern
  return (
    pattern !== undefined &&
    !pattern.rest &&
    pattern.segments.every((segment) => 'literal' in segment)
  )
}

/** The token travels in a header, so it needs a preflight, an origin of its own, and a request that can carry headers (D16). */
function* judgeToken({ permission, grant }: Use): Iterable<RawFinding> {
  if (!permission.token) return
  const against = grant?.any
    ? '`*`: a token is bound to one origin'
    : permission.websocket
      ? '`websocket: true`: script cannot set headers on a WebSocket'
      : permission.read
        ? null
        : '`read: false`: the header that carries it needs a preflight, which is never granted'
  if (against === null) return
  yield {
    code: 'MQ-236',
    path: keyPath(permission, 'token'),
    message: `\`token: true\` with ${against}`,
    value: true,
  }
}

/** Seconds. */
const RESTRICTED_MAX_AGE = 600

/** Judges every grant and exception by the sensitivity of its resource. */
export function* judgeSensitivity(judgement: Judgement): Iterable<RawFinding> {
  const reported: Reported = new Map()
  for (const use of uses(judgement)) {
    const { sensitivity } = use.resource
    if (sensitivity === 'public') continue
    if (use.grant?.any) {
      yield {
        code: 'MQ-216',
        path: `${use.grant.path}/origins`,
        message: `\`*\` is granted on the ${sensitivity} resource \`${use.resource.name}\``,
        value: '*',
      }
    }
    if (sensitivity === 'internal') continue
    yield* judgePatterns(judgement, use, reported)
    if (sensitivity === 'restricted') yield* judgeRestricted(judgement, use, reported)
  }
}

/** Patterns are reported where they are listed, once per code even if several grants use the list. */
function* judgePatterns(judgement: Judgement, use: Use, reported: Reported): Iterable<RawFinding> {
  const { resource, permission } = use
  const code = permission.credentials
    ? ('MQ-217' as const)
    : resource.sensitivity === 'restricted'
      ? ('MQ-218' as const)
      : null
  if (code === null) return
  // The directories of all tenants are one list here: a thousand grants may name them.
  const withoutTenants =
    use.grant === null ? use : { ...use, grant: { ...use.grant, tenant: false } }
  const lists: (readonly unknown[])[] = [...listsOfUse(judgement, withoutTenants)]
  if (use.grant?.tenant) lists.push(judgement.model.members)
  for (const list of lists) {
    if (seen(reported, code, list)) continue
    for (const origin of originsOf(judgement, list)) {
      if (origin.pattern === null) continue
      yield {
        code,
        path: origin.path,
        message: permission.credentials
          ? `the pattern \`${origin.text}\` is granted with credentials on the ${resource.sensitivity} resource \`${resource.name}\``
          : `the pattern \`${origin.text}\` is granted on the restricted resource \`${resource.name}\``,
        value: origin.text,
      }
    }
  }
}

function originsOf(judgement: Judgement, list: readonly unknown[]): readonly ModelOrigin[] {
  return list === judgement.model.members
    ? judgement.model.members.flatMap((member) => member.allow)
    : (list as readonly ModelOrigin[])
}

function* judgeRestricted(
  judgement: Judgement,
  use: Use,
  reported: Reported,
): Iterable<RawFinding> {
  const { resource, permission, grant } = use
  if (!permission.read) {
    yield {
      code: 'MQ-219',
      path: keyPath(permission, 'read'),
      message: `\`read: false\` allows requests to reach the restricted resource \`${resource.name}\``,
      value: false,
    }
  }
  if (permission.maxAge > RESTRICTED_MAX_AGE) {
    yield {
      code: 'MQ-220',
      path: keyPath(permission, 'maxAge'),
      message: `\`maxAge\` of ${permission.maxAge} seconds is too long for the restricted resource \`${resource.name}\``,
      value: permission.maxAge,
    }
  }
  for (const { name } of grant?.sets ?? []) {
    const set = judgement.sets.get(name)
    if (set === undefined || set.reviewBy !== null || seen(reported, 'MQ-221', name)) continue
    yield {
      code: 'MQ-221',
      path: set.path,
      at: 'key',
      message: `the set \`${name}\` has no \`reviewBy\` and is granted on the restricted resource \`${resource.name}\``,
    }
  }
}

/** What was reported, by code: a list, or the name of a set. */
type Reported = Map<string, Set<unknown>>

function seen(reported: Reported, code: string, what: unknown): boolean {
  const known = reported.get(code)
  if (known === undefined) reported.set(code, new Set([what]))
  else if (known.has(what)) return true
  else known.add(what)
  return false
}
