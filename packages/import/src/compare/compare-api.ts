/**
 * Differences between a policy and the description of its API.
 *
 * @module
 */
import { coversMethod, type PathPattern, readPathPattern } from '@marque/core'
import { type Finding, type Loaded, readPolicy } from '@marque/policy'
import { joinFindings } from '../catalogue/index.ts'
import { type RawFinding, shorten } from '../findings/index.ts'
import { findConflicts, type Placed, placeForPolicy } from '../merge/index.ts'
import {
  type Api,
  type ApiOperation,
  authenticationOf,
  pathsOverlap,
  readTemplate,
} from '../openapi/index.ts'
import { concernedResources } from './concerned-resources.ts'
import {
  type Matcher,
  type Model,
  type ModelMatch,
  type ModelResource,
  matcherFor,
  selfOf,
} from './matcher.ts'

/** The findings, by the file that they are about. */
export interface Comparison {
  readonly ofPolicy: readonly Finding[]
  readonly ofApi: readonly Finding[]
  /**
   * The resources of the policy that a finding about a description concerns, of the comparison or of the reader, as JSON Pointers; none for
   * one about the description as a whole, or about an operation without a resource.
   */
  readonly resourcesOf: (finding: Finding) => readonly string[]
}

/**
 * Compares a policy with the descriptions of its API. A policy with errors is compared as far as it can be read.
 *
 * @example
 * ```ts
 * compareApi(load(policyText, 'policy.yaml'), [api]).ofApi // MQ-820 for each endpoint without a resource
 * ```
 */
export function compareApi(loaded: Loaded, apis: readonly Api[]): Comparison {
  const { model } = readPolicy(loaded)
  if (model === null) return { ofPolicy: [], ofApi: [], resourcesOf: () => [] }
  const matcher = matcherFor(model)
  const placed = placeForPolicy(apis, selfOf(model), false)
  const operationsOf = new Map<ModelResource, ApiOperation[]>()
  const ofApi: RawFinding[] = [
    ...placed.found,
    ...(apis.length > 1 ? findConflicts(placed.operations) : []),
  ]
  for (const operation of placed.operations) {
    if (operation.endpoints.length === 0) continue
    const resources = matcher.resourcesOf(operation)
    if (resources === null) ofApi.push(uncovered(operation))
    for (const resource of resources ?? []) {
      const known = operationsOf.get(resource)
      if (known) known.push(operation)
      else operationsOf.set(resource, [operation])
      ofApi.push(...checkOperation(operation, resource))
    }
  }
  const ofPolicy = model.resources.flatMap((resource) =>
    checkResource(resource, operationsOf.get(resource) ?? [], placed, matcher, loaded),
  )
  return {
    ofPolicy: joinFindings(loaded.file, ofPolicy),
    ofApi: joinFindings(apis[0]?.file ?? '', ofApi),
    resourcesOf: concernedResources(placed.operations, matcher),
  }
}

/** The resources at the hosts and below the base paths of the descriptions that match no endpoint of them. */
export function resourcesWithoutEndpoint(model: Model, placed: Placed): readonly ModelResource[] {
  const matcher = matcherFor(model)
  const bases = basesOf(placed.operations)
  return model.resources.filter(
    (resource) =>
      resource.match.some(({ pattern }) => bases.some((base) => pathsOverlap(base, pattern))) &&
      hasNoEndpoint(resource, placed, matcher),
  )
}

/** Everything below the base paths of operations: their endpoints without their paths. Without an endpoint, every path. */
function basesOf(operations: readonly ApiOperation[]): readonly PathPattern[] {
  const texts = operations.flatMap(({ endpoints, path: template }) => {
    const own = readTemplate(template).path
    const length = own === null ? 0 : segmentsOf(own).length
    return endpoints.map(({ path }) => {
      const all = segmentsOf(path)
      return ['', ...all.slice(0, Math.max(0, all.length - length)), '**'].join('/')
    })
  })
  return [...new Set(texts.length > 0 ? texts : ['/**'])].flatMap(
    (text) => readPathPattern(text) ?? [],
  )
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '')
}

/** Operations with an endpoint that no resource matches, and those for which none can be added. */
export interface MissingResources {
  /** Each with only these endpoints. */
  readonly operations: readonly ApiOperation[]
  readonly blocked: readonly { readonly operation: ApiOperation; readonly rival: ModelMatch }[]
}

/** Finds the operations without a resource. */
export function operationsWithoutResource(model: Model, placed: Placed): MissingResources {
  const matcher = matcherFor(model)
  const blocked: { operation: ApiOperation; rival: ModelMatch }[] = []
  const operations = placed.operations.flatMap((operation) => {
    const endpoints = matcher.uncoveredEndpoints(operation).filter((endpoint) => {
      const rival = matcher.rivalOf(endpoint, operation.method)
      if (rival !== undefined) blocked.push({ operation, rival })
      return rival === undefined
    })
    return endpoints.length === 0 ? [] : [{ ...operation, endpoints }]
  })
  return { operations, blocked }
}

function hasNoEndpoint(
  { match, grants }: ModelResource,
  placed: Placed,
  matcher: Matcher,
): boolean {
  // A resource for all that has no other one, without grants, is a fence.
  if (grants.length === 0 && match.every(({ pattern }) => pattern.text === '/**')) return false
  return (
    match.some((one) => matcher.isAt(one, placed.hosts)) &&
    !match.some((one) => placed.operations.some((operation) => matcher.meets(operation, one)))
  )
}

function addressOf({
  file,
  pointer,
  position,
}: ApiOperation): Pick<RawFinding, 'file' | 'path' | 'position'> {
  return { file, path: pointer, position }
}

function nameOf({ method, path }: ApiOperation): string {
  return `\`${method} ${shorten(path)}\``
}

function uncovered(operation: ApiOperation): RawFinding {
  return {
    code: 'MQ-820',
    ...addressOf(operation),
    message: `${nameOf(operation)} has no resource`,
  }
}

function checkOperation(operation: ApiOperation, resource: ModelResource): readonly RawFinding[] {
  const found: RawFinding[] = []
  const add = (code: RawFinding['code'], message: string): void => {
    found.push({ code, ...addressOf(operation), message: `${nameOf(operation)} ${message}` })
  }
  const { grants, name, sensitivity } = resource
  const fitting = grants.filter(({ methods }) => coversMethod(methods, operation.method))
  const needsLogin = authenticationOf(operation) === 'required'
  const isAny = fitting.some(({ any }) => any)
  // What `x-marque` in the description opens itself is a finding about the description (MQ-835).
  const { grants: described, sensitivity: asked } = operation.extension
  if (needsLogin && isAny && !described?.some(({ origins }) => origins.includes('*'))) {
    add('MQ-826', `requires a login, and \`${name}\` grants it to any origin (\`*\`)`)
  } else if (needsLogin && sensitivity === 'public' && asked !== 'public') {
    add('MQ-825', `requires a login, and its resource \`${name}\` is \`public\``)
  }
  // A resource without any grant is intended or a draft: no grant of it is missing.
  if (grants.length === 0) return found
  if (fitting.length === 0) {
    add('MQ-824', `is not granted: no grant of \`${name}\` has the method`)
    return found
  }
  const notAllowed = missing(
    operation.requestHeaders,
    fitting.map(({ requestHeaders }) => requestHeaders),
  )
  if (notAllowed.length > 0)
    add(
      'MQ-827',
      `uses the request header ${listed(notAllowed)}, which no grant of \`${name}\` allows`,
    )
  const notExposed = missing(
    operation.exposeHeaders,
    fitting.map(({ exposeHeaders }) => exposeHeaders),
  )
  if (notExposed.length > 0)
    add('MQ-828', `returns the header ${listed(notExposed)}, which no grant of \`${name}\` exposes`)
  if (operation.credentials && !fitting.some(({ credentials }) => credentials)) {
    add(
      'MQ-829',
      `uses a cookie or a client certificate, and no grant of \`${name}\` has \`credentials: true\``,
    )
  }
  return found
}

/** The names that no list has; `*` covers all but `authorization` (Fetch, "CORS non-wildcard request-header name"). */
function missing(
  names: readonly string[],
  lists: readonly (readonly string[])[],
): readonly string[] {
  return names.filter(
    (name) =>
      !lists.some(
        (list) => list.includes(name) || (list.includes('*') && name !== 'authorization'),
      ),
  )
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${shorten(name)}\``).join(', ')
}

function checkResource(
  resource: ModelResource,
  operations: readonly ApiOperation[],
  placed: Placed,
  matcher: Matcher,
  loaded: Loaded,
): readonly RawFinding[] {
  const findingAt = (code: RawFinding['code'], path: string, message: string): RawFinding => ({
    code,
    path,
    position: loaded.locate(path),
    message,
  })
  if (hasNoEndpoint(resource, placed, matcher)) {
    return [
      findingAt(
        'MQ-821',
        `${resource.path}/name`,
        `the resource \`${resource.name}\` matches no endpoint of the description`,
      ),
    ]
  }
  const idle = resource.match
    .filter(
      (match) =>
        matcher.isAt(match, placed.hosts) &&
        !placed.operations.some((operation) => matcher.meets(operation, match)),
    )
    .map((match) =>
      findingAt(
        'MQ-822',
        `${match.path}/path`,
        `\`${match.pattern.text}\` matches no endpoint of the description`,
      ),
    )
  // Some operation has no endpoint, so the methods in use are unknown.
  if (operations.length === 0) return idle
  const reached = placed.operations.filter((operation) =>
    resource.match.some((match) => matcher.meets(operation, match)),
  )
  const unused = resource.grants.flatMap(({ path, methods, written }) => {
    const idleMethods = methods.filter(
      (method) =>
        written.has('methods') &&
        method !== '*' &&
        !reached.some(
          (operation) =>
            coversMethod([method], operation.method) || coversMethod([operation.method], method),
        ),
    )
    if (idleMethods.length === 0) return []
    return [
      findingAt(
        'MQ-823',
        `${path}/methods`,
        `no operation of \`${resource.name}\` has the method ${listed(idleMethods)}`,
      ),
    ]
  })
  return [...idle, ...unused]
}
