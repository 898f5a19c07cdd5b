/**
 * Keys without effect, or with another effect than expected.
 *
 * @module
 */
import { isSafelistedResponseHeader } from '@marque/core'
import type { RawFinding } from '../findings/index.ts'
import type { ModelPermission, ModelResource } from '../read/index.ts'
import { type Judgement, keyPath, uses } from './judgement.ts'

/** What browsers make of Access-Control-Max-Age, in seconds: longer ones are cut. Firefox cuts at the 24 h that are the most here. */
const CHROMIUM_CAP = 7200
const WEBKIT_CAP = 600

/** Judges grants and exceptions, then resources. */
export function* judgeEffects(judgement: Judgement): Iterable<RawFinding> {
  for (const { permission } of uses(judgement)) {
    yield* judgeMethods(permission)
    yield* judgeMaxAge(permission)
    yield* judgeHeaders(permission)
  }
  const withExceptions = new Set(judgement.model.exceptions.map(({ resource }) => resource))
  for (const resource of judgement.model.resources) {
    yield* judgeResource(resource, withExceptions.has(resource.name))
  }
}

function* judgeMethods(permission: ModelPermission): Iterable<RawFinding> {
  const { methods } = permission
  const path = `${permission.path}/methods`
  if (methods.includes('OPTIONS')) {
    yield {
      code: 'MQ-308',
      path,
      message: '`OPTIONS` is granted to script; preflights do not need it',
      value: 'OPTIONS',
    }
  }
  if (methods.includes('GET') && methods.includes('HEAD')) {
    yield { code: 'MQ-333', path, message: '`HEAD` beside `GET` has no effect', value: 'HEAD' }
  }
}

/** Fetch, "CORS-safelisted method". */
const SAFELISTED_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST'])

function* judgeMaxAge(permission: ModelPermission): Iterable<RawFinding> {
  if (!permission.written.has('maxAge')) return
  const { maxAge } = permission
  const subject = { path: `${permission.path}/maxAge`, value: maxAge } as const
  if (!permission.read) {
    yield {
      ...subject,
      code: 'MQ-310',
      message: '`maxAge` with `read: false`, which never grants a preflight',
    }
    return
  }
  if (maxAge > WEBKIT_CAP) {
    yield {
      ...subject,
      code: 'MQ-309',
      message:
        maxAge > CHROMIUM_CAP
          ? `browsers cache a preflight for less than ${maxAge} seconds: Chromium at most ${CHROMIUM_CAP}, WebKit ${WEBKIT_CAP}`
          : `WebKit caches a preflight for at most ${WEBKIT_CAP} seconds, not ${maxAge}`,
    }
  }
  const rarelyAsked =
    permission.methods.every((method) => SAFELISTED_METHODS.has(method)) &&
    permission.requestHeaders.length === 0
  if (rarelyAsked) {
    yield {
      ...subject,
      code: 'MQ-311',
      message: '`maxAge` on a grant whose methods and headers need no preflight',
    }
  }
}

/** Fetch, "CORS-safelisted request-header" by name; `content-type` is omitted because JSON needs it, and `range` because of its values. */
const SAFELISTED_REQUEST_HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'content-language',
])

function* judgeHeaders(permission: ModelPermission): Iterable<RawFinding> {
  for (const name of permission.requestHeaders) {
    if (!SAFELISTED_REQUEST_HEADERS.has(name)) continue
    yield {
      code: 'MQ-312',
      path: `${permission.path}/requestHeaders`,
      message: `\`${name}\` can be set without a grant, except long or unusual values`,
      value: name,
    }
  }
  for (const name of permission.exposeHeaders) {
    if (!isSafelistedResponseHeader(name)) continue
    yield {
      code: 'MQ-313',
      path: keyPath(permission, 'exposeHeaders'),
      message: `\`${name}\` is readable without a grant`,
      value: name,
    }
  }
}

/** Kinds of data that are not meant to be public. */
const PRIVATE_DATA: ReadonlySet<string> = new Set([
  'credentials',
  'financial',
  'health',
  'payment',
  'personal',
  'secret',
  'secrets',
])

function* judgeResource(resource: ModelResource, hasException: boolean): Iterable<RawFinding> {
  const held = resource.data.find((kind) => PRIVATE_DATA.has(kind.toLowerCase()))
  if (held !== undefined && resource.sensitivity === 'public') {
    yield {
      code: 'MQ-326',
      path: `${resource.path}/sensitivity`,
      message: `\`${resource.name}\` has \`${held}\` data and is \`public\``,
      value: 'public',
    }
  }
  const any = resource.grants.find((grant) => grant.any)
  if (
    any !== undefined &&
    (resource.resourcePolicy === 'same-origin' || resource.resourcePolicy === 'same-site')
  ) {
    yield {
      code: 'MQ-328',
      path: `${resource.path}/resourcePolicy`,
      message: `\`resourcePolicy: ${resource.resourcePolicy}\` forbids embedding what \`*\` allows script to read`,
      value: resource.resourcePolicy,
    }
  }
  if (
    resource.resourcePolicy === 'cross-origin' &&
    (resource.sensitivity === 'confidential' || resource.sensitivity === 'restricted')
  ) {
    yield {
      code: 'MQ-328',
      path: `${resource.path}/resourcePolicy`,
      message: `\`resourcePolicy: cross-origin\` allows every site to embed the ${resource.sensitivity} resource \`${resource.name}\``,
      value: 'cross-origin',
    }
  }
  if (any === undefined) return
  // D10: responses are the same for every client only if every grant is `*` without dates.
  const alike = resource.grants.every(
    (grant) => grant.any && grant.from === null && grant.until === null,
  )
  if (alike && !hasException) return
  yield {
    code: 'MQ-329',
    path: any.path,
    message: `responses of \`${resource.name}\` vary by \`Origin\`, because not every grant is \`*\` without dates`,
  }
}
