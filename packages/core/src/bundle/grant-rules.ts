/**
 * What the keys of one grant may say together, and what its resource allows it: everything that would make a layer decide wider than
 * the rules, and everything that no compiler writes.
 *
 * @module
 */

import { readPathPattern } from '../path/index.ts'
import type { Bundle, Grant, Resource, Sensitivity } from './bundle.ts'
import { type BundleProblem, problem, quoted, within } from './bundle-problem.ts'
import { isExactPath, isListedOrigin } from './forms.ts'
import type { SetFacts } from './set-facts.ts'

/** What the rules on grants need to know of their resource. */
export interface ResourceFacts {
  readonly sensitivity: Sensitivity
  /** All matches have one path, without names and `**`; their hosts and methods may differ. */
  readonly exactPath: boolean
}

interface GrantRule {
  /** The key that is wrong when the rule is broken. */
  readonly key: keyof Grant
  readonly message: string
  readonly broken: (grant: Grant, resource: ResourceFacts) => boolean
}

const GRANT_RULES: readonly GrantRule[] = [
  // D10
  {
    key: 'credentials',
    message: '`*` never meets credentials',
    broken: (grant) => grant.any && grant.credentials,
  },
  {
    key: 'when',
    message: '`*` has no conditions',
    broken: (grant) => grant.any && grant.when !== null,
  },
  {
    key: 'sets',
    message: '`*` stands alone',
    broken: (grant) => grant.any && grant.sets.length > 0,
  },
  { key: 'tenant', message: '`*` stands alone', broken: (grant) => grant.any && grant.tenant },
  // D12
  {
    key: 'until',
    message: 'the end is not after the start',
    broken: ({ from, until }) => from !== null && until !== null && from >= until,
  },
  // D14
  {
    key: 'nullReach',
    message: '`nullReach` needs `read` false',
    broken: (grant) => grant.nullReach && grant.read,
  },
  {
    key: 'nullReach',
    message: '`nullReach` needs POST',
    broken: (grant) => grant.nullReach && !grant.methods.includes('POST'),
  },
  {
    key: 'nullReach',
    message: '`nullReach` needs one exact path',
    broken: (grant, { exactPath }) => grant.nullReach && !exactPath,
  },
  // D16
  {
    key: 'requestHeaders',
    message: 'a grant with `token` names `marque-token`',
    broken: (grant) => grant.token && !grant.requestHeaders.includes('marque-token'),
  },
  { key: 'sets', message: 'an exception is for one exact origin', broken: isExceptionForMore },
  {
    key: 'until',
    message: 'an exception has an end',
    broken: (grant) => grant.exception !== null && grant.until === null,
  },
  // D24
  {
    key: 'requestHeaders',
    message: '`*` never meets credentials',
    broken: (grant) => grant.credentials && grant.requestHeaders.includes('*'),
  },
  {
    key: 'exposeHeaders',
    message: '`*` never meets credentials',
    broken: (grant) => grant.credentials && grant.exposeHeaders.includes('*'),
  },
  {
    key: 'requestHeaders',
    message: '`*` stands beside nothing but `authorization` and `marque-token`',
    broken: (grant) => isCrowdedStar(grant.requestHeaders, ['authorization', 'marque-token']),
  },
  {
    key: 'exposeHeaders',
    message: '`*` stands beside nothing but `authorization`',
    broken: (grant) => isCrowdedStar(grant.exposeHeaders, ['authorization']),
  },
  // D25
  {
    key: 'websocket',
    message: '`websocket` needs credentials',
    broken: (grant) => grant.websocket && !grant.credentials,
  },
]

/** What a sensitivity allows (docs/rules.md#sensitivity). */
const ALLOWED: {
  readonly [sensitivity in Sensitivity]: {
    readonly any: boolean
    readonly patterns: 'yes' | 'without credentials' | 'no'
    readonly reachOnly: boolean
    /** Seconds. */
    readonly maxAge: number
    /** D4. */
    readonly encodedSlash: boolean
  }
} = {
  public: { any: true, patterns: 'yes', reachOnly: true, maxAge: 86_400, encodedSlash: true },
  internal: { any: false, patterns: 'yes', reachOnly: true, maxAge: 86_400, encodedSlash: true },
  confidential: {
    any: false,
    patterns: 'without credentials',
    reachOnly: true,
    maxAge: 86_400,
    encodedSlash: true,
  },
  restricted: { any: false, patterns: 'no', reachOnly: false, maxAge: 600, encodedSlash: false },
}

/** The facts of a resource, found once for all its grants, so that checking them stays linear. */
export function resourceFacts({ sensitivity, match }: Resource): ResourceFacts {
  const path = match[0]?.path
  const pattern = path === undefined ? undefined : readPathPattern(path)
  const exactPath =
    pattern !== undefined && isExactPath(pattern) && match.every((other) => other.path === path)
  return { sensitivity, exactPath }
}

/** The first rule that a grant breaks; the path starts at the grant. */
export function grantProblem(
  grant: Grant,
  resource: ResourceFacts,
  bundle: Bundle,
  facts: SetFacts,
): BundleProblem | undefined {
  for (const [at, name] of grant.sets.entries()) {
    if (!Object.hasOwn(bundle.sets, name)) {
      return within(
        'sets',
        within(at, problem('ERR_BUNDLE_REFERENCE', `no set is named ${quoted(name)}`)),
      )
    }
  }
  const rule = GRANT_RULES.find(({ broken }) => broken(grant, resource))
  if (rule !== undefined) return within(rule.key, problem('ERR_BUNDLE_UNSAFE', rule.message))
  return sensitivityProblem(grant, resource.sensitivity, facts) ?? insecureProblem(grant, facts)
}

/** What the sensitivity of a resource forbids to the resource itself; the path starts at the resource. */
export function matchProblem(resource: Resource): BundleProblem | undefined {
  if (ALLOWED[resource.sensitivity].encodedSlash) return undefined
  const at = resource.match.findIndex((match) => match.encodedSlash === 'data')
  if (at < 0) return undefined
  const forbidden = problem(
    'ERR_BUNDLE_SENSITIVITY',
    `a ${resource.sensitivity} resource keeps no encoded slash`,
  )
  return within('match', within(at, within('encodedSlash', forbidden)))
}

function sensitivityProblem(
  grant: Grant,
  sensitivity: Sensitivity,
  facts: SetFacts,
): BundleProblem | undefined {
  const allowed = ALLOWED[sensitivity]
  const forbidden = (key: keyof Grant, what: string): BundleProblem =>
    within(key, problem('ERR_BUNDLE_SENSITIVITY', `a ${sensitivity} resource allows no ${what}`))
  if (grant.any && !allowed.any) return forbidden('any', '`*`')
  if (!grant.read && !allowed.reachOnly) return forbidden('read', '`read` false')
  if (grant.maxAge > allowed.maxAge) {
    return forbidden('maxAge', `\`maxAge\` above ${allowed.maxAge}`)
  }
  const patterns = allowed.patterns === 'yes' || (allowed.patterns !== 'no' && !grant.credentials)
  if (patterns) return undefined
  const what = allowed.patterns === 'no' ? 'patterns' : 'patterns with credentials'
  if (grant.sets.some((name) => facts.ofSet(name).patterns)) return forbidden('sets', what)
  return grant.tenant && facts.ofTenants().patterns ? forbidden('tenant', what) : undefined
}

/** Credentials over `http:` only for loopback origins, also where a tenant names the origin (docs/rules.md#sensitivity). */
function insecureProblem(grant: Grant, facts: SetFacts): BundleProblem | undefined {
  if (!grant.credentials) return undefined
  const name = grant.sets.find((set) => facts.ofSet(set).insecure !== null)
  const origin = name === undefined ? null : facts.ofSet(name).insecure
  const inTenants = grant.tenant ? facts.ofTenants().insecure : null
  const insecure = origin ?? inTenants
  return insecure === null
    ? undefined
    : within(
        origin === null ? 'tenant' : 'sets',
        problem('ERR_BUNDLE_UNSAFE', `${quoted(insecure)} is not secure enough for credentials`),
      )
}

/** D16. Its set holds that origin alone because of its name: `bundle-rules.ts` sees to that. */
function isExceptionForMore({ exception, any, tenant, sets }: Grant): boolean {
  if (exception === null) return false
  const [name, ...more] = sets
  return any || tenant || name === undefined || more.length > 0 || !isListedOrigin(name)
}

function isCrowdedStar(names: readonly string[], beside: readonly string[]): boolean {
  return names.includes('*') && names.some((name) => name !== '*' && !beside.includes(name))
}
