/**
 * Reaching without reading, WebSockets, isolation and tokens: keys that make sense only together (D14, D16, D17, D25, D26).
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import type { ModelPermission, ModelResource } from '../read/index.ts'
import { type Judgement, placeOf, type Use, uses } from './judgement.ts'

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
      message: `\`${resource.name}\` is isolated and open to \`*\``,
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
      message: `\`enforce: headers\` lets ungranted requests reach the ${resource.sensitivity} resource \`${resource.name}\``,
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
        : '`encodedSlash: data` is right only where every layer keeps `%2F` inside its segment',
      value: 'data',
    }
  }
}

function* judgeWebsocket({ permission }: Use): Iterable<RawFinding> {
  if (!permission.websocket) return
  if (!permission.credentials) {
    yield {
      code: 'MQ-211',
      path: placeOf(permission, 'websocket'),
      message: '`websocket: true` without `credentials: true`',
      value: true,
    }
  }
  if (!permission.methods.includes('GET') && permission.methods.length > 0) {
    yield {
      code: 'MQ-332',
      path: placeOf(permission, 'methods'),
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
      path: placeOf(permission, 'methods'),
      message: `${unsendable.map((method) => `\`${method}\``).join(', ')} with \`read: false\`: no browser sends it, since its preflight is never granted`,
    }
  }
}

/** Fetch, "CORS-safelisted method": what a browser sends without a preflight. */
const SAFELISTED_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST'])

function contradictsReadFalse(permission: ModelPermission, key: string): RawFinding {
  return {
    code: 'MQ-213',
    path: placeOf(permission, key),
    message: `\`${key}\` on a grant with \`read: false\``,
  }
}

/** D14: such a POST, with `read: false`, to one exact path. */
function* judgeNullReach({ permission, resource }: Use): Iterable<RawFinding> {
  const wrong: string[] = []
  if (permission.read) wrong.push('`read: false`')
  if (permission.methods.some((method) => method !== 'POST')) wrong.push('`methods: [POST]` alone')
  if (!isOneExactPath(resource)) wrong.push('a resource with one exact path')
  const path = placeOf(permission, 'nullReach')
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
    path: placeOf(permission, 'token'),
    message: `\`token: true\` together with ${against}`,
    value: true,
  }
}
