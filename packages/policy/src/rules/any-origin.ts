/**
 * `*` among origins and header names (D10, D24, DESIGN 3): wildcards never meet credentials, and `*` stands alone.
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import type { ModelGrant, ModelPermission } from '../read/index.ts'
import type { Pointer } from '../text/index.ts'
import { type Judgement, placeOf, uses } from './judgement.ts'

/** Judges `*` wherever it stands. */
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
    message: '`*` stands among the methods',
    value: '*',
  }
}

function* judgeAnyGrant(grant: ModelGrant): Iterable<RawFinding> {
  const origins = `${grant.path}/origins`
  if (grant.credentials) {
    yield {
      code: 'MQ-202',
      path: placeOf(grant, 'credentials'),
      message: '`*` is granted with `credentials: true`',
      value: true,
    }
  }
  if (grant.sets.length > 0 || grant.inline.length > 0 || grant.tenant) {
    yield { code: 'MQ-203', path: origins, message: '`*` stands beside other origins' }
  }
  if (grant.when !== null) {
    yield {
      code: 'MQ-204',
      path: placeOf(grant, 'when'),
      message: '`*` is granted under a condition',
    }
  }
  if (grant.websocket) {
    yield {
      code: 'MQ-205',
      path: placeOf(grant, 'websocket'),
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
      message: '`*` in `requestHeaders` meets `credentials: true`',
      value: '*',
    }
  }
  if (permission.credentials && expose.includes('*')) {
    yield {
      code: 'MQ-207',
      path: `${permission.path}/exposeHeaders`,
      message: '`*` in `exposeHeaders` meets `credentials: true`',
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
    message: `\`${beside}\` stands beside \`*\` in \`${key}\``,
    value: beside,
  }
}
