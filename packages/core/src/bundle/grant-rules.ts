/**
 * The rules between the keys of a grant, and those of its resource's sensitivity: a bundle that breaks one could make a layer decide wider than
 * docs/rules.md allows.
 *
 * @module
 */

import { isLoopbackHost, readOrigin, readPattern } from '../origin/index.ts'
import { readPathPattern } from '../path/index.ts'
import type { Bundle, Grant, OriginList, Resource, Sensitivity } from './bundle.ts'
import { type BundleProblem, problem, quoted, within } from './bundle-problem.ts'
import { isExactPath, isListedOrigin } from './forms.ts'

/** What the rules need to know about the resource of a grant. */
export interface ResourceFacts {
  readonly sensitivity: Sensitivity
  /** All matches have the same path, without names and `**`; their hosts and methods may differ. */
  readonly exactPath: boolean
}

interface GrantRule {
  /** The key that a problem points to. */
  readonly key: keyof Grant
  readonly message: string
  readonly broken: (grant: Grant, resource: ResourceFacts) => boolean
}

const GRANT_RULES: readonly GrantRule[] = [
  // D10
  {
    key: 'credentials',
    message: '`*` is not allowed with credentials',
    broken: (grant) => grant.any && grant.credentials,
  },
  {
    key: 'when',
    message: '`*` is not allowed with conditions',
    broken: (grant) => grant.any && grant.when !== null,
  },
  {
    key: 'sets',
    message: '`*` is not allowed beside other origins',
    broken: (grant) => grant.any && grant.sets.length > 0,
  },
  {
    key: 'tenant',
    message: '`*` is not allowed beside other origins',
    broken: (grant) => grant.any && grant.tenant,
  },
  // D12
  {
    key: 'until',
    message: 'the end is not after the start',
    broken: ({ from, until }) => from !== null && until !== null && from >= until,
  },
  // D14
  {
    key: 'nullReach',
    message: '`nullReach` requires `read: false`',
    broken: (grant) => grant.nullReach && grant.read,
  },
  {
    key: 'nullReach',
    message: '`nullReach` requires POST',
    broken: (grant) => grant.nullReach && !grant.methods.includes('POST'),
  },
  {
    key: 'nullReach',
    message: '`nullReach` requires one exact path',
    broken: (grant, { exactPath }) => grant.nullReach && !exactPath,
  },
  // D16
  {
    key: 'requestHeaders',
    message: 'a grant with `token` must name `marque-token`',
    broken: (grant) => grant.token && !grant.requestHeaders.includes('marque-token'),
  },
  { key: 'sets', message: 'an exception must be for one exact origin', broken: isExceptionForMore },
  {
    key: 'until',
    message: 'an exception must have an end',
    broken: (grant) => grant.exception !== null && grant.until === null,
  },
  // D24
  {
    key: 'requestHeaders',
    message: '`*` is not allowed with credentials',
    broken: (grant) => grant.credentials && grant.requestHeaders.includes('*'),
  },
  {
    key: 'exposeHeaders',
    message: '`*` is not allowed with credentials',
    broken: (grant) => grant.credentials && grant.exposeHeaders.includes('*'),
  },
  {
    key: 'requestHeaders',
    message: 'beside `*` only `authorization` and `marque-token` are allowed',
    broken: (grant) => isCrowdedStar(grant.requestHeaders, ['authorization', 'marque-token']),
  },
  {
    key: 'exposeHeaders',
    message: 'beside `*` only `authorization` is allowed',
    broken: (grant) => isCrowdedStar(grant.exposeHeaders, ['authorization']),
  },
  // D25
  {
    key: 'websocket',
    message: '`websocket` requires credentials',
    broken: (grant) => grant.websocket && !grant.credentials,
  },
]

/** What each sensitivity allows (docs/rules.md#sensitivity). */
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

/** Computed once for all grants of a resource, so that checking stays linear. */
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
        within(at, problem('ERR_BUNDLE_REFERENCE', `unknown set ${quoted(name)}`)),
      )
    }
  }
  const rule = GRANT_RULES.find(({ broken }) => broken(grant, resource))
  if (rule !== undefined) return within(rule.key, problem('ERR_BUNDLE_UNSAFE', rule.message))
  return sensitivityProblem(grant, resource.sensitivity, facts) ?? insecureProblem(grant, facts)
}

/** What the sensitivity forbids in the matches; the path starts at the resource. */
export function matchProblem(resource: Resource): BundleProblem | undefined {
  if (ALLOWED[resource.sensitivity].encodedSlash) return undefined
  const at = resource.match.findIndex((match) => match.encodedSlash === 'data')
  if (at < 0) return undefined
  const forbidden = problem(
    'ERR_BUNDLE_SENSITIVITY',
    `a ${resource.sensitivity} resource does not allow \`encodedSlash: data\``,
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
    within(
      key,
      problem('ERR_BUNDLE_SENSITIVITY', `a ${sensitivity} resource does not allow ${what}`),
    )
  if (grant.any && !allowed.any) return forbidden('any', '`*`')
  if (!grant.read && !allowed.reachOnly) return forbidden('read', '`read: false`')
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
        problem(
          'ERR_BUNDLE_UNSAFE',
          `${quoted(insecure)} is insecure: credentials require \`https:\``,
        ),
      )
}

/** D16. A set whose name is an origin holds only that origin: see `bundle-rules.ts`. */
function isExceptionForMore({ exception, any, tenant, sets }: Grant): boolean {
  if (exception === null) return false
  const [name, ...more] = sets
  return any || tenant || name === undefined || more.length > 0 || !isListedOrigin(name)
}

function isCrowdedStar(names: readonly string[], beside: readonly string[]): boolean {
  return names.includes('*') && names.some((name) => name !== '*' && !beside.includes(name))
}

interface ListFacts {
  /** Whether the list has patterns. */
  readonly patterns: boolean
  /** An `http:` entry that is not loopback; null where there is none. */
  readonly insecure: string | null
}

/** Facts about the lists of a bundle, computed once for each: many grants may name one list, and a list may have a million origins. */
export interface SetFacts {
  /** Of a set of the bundle. */
  readonly ofSet: (name: string) => ListFacts
  /** Of all tenants' directories together. */
  readonly ofTenants: () => ListFacts
}

const NONE: ListFacts = { patterns: false, insecure: null }

export function setFacts(bundle: Bundle): SetFacts {
  const sets = new Map<string, ListFacts>()
  let tenants: ListFacts | undefined
  return {
    ofSet(name) {
      let facts = sets.get(name)
      if (facts === undefined) {
        const listed = bundle.sets[name]
        facts = listed === undefined ? NONE : factsOf(listed)
        sets.set(name, facts)
      }
      return facts
    },
    ofTenants() {
      tenants ??= Object.values(bundle.tenants).map(factsOf).reduce(both, NONE)
      return tenants
    },
  }
}

function factsOf(listed: OriginList): ListFacts {
  const insecure =
    listed.exact.find((origin) => isInsecure(origin, readOrigin)) ??
    listed.patterns.find((pattern) => isInsecure(pattern, readPattern))
  return { patterns: listed.patterns.length > 0, insecure: insecure ?? null }
}

function isInsecure(
  text: string,
  read: (text: string) => { readonly host: string } | undefined,
): boolean {
  return text.startsWith('http:') && !isLoopbackHost(read(text)?.host ?? '')
}

function both(a: ListFacts, b: ListFacts): ListFacts {
  return { patterns: a.patterns || b.patterns, insecure: a.insecure ?? b.insecure }
}
