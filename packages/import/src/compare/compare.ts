/**
 * A policy held against a description of its API: what is in one and not in the other.
 *
 * @module
 */
import { coversMethod } from '@marque/core'
import { type Finding, type Loaded, readPolicy } from '@marque/policy'
import { type Found, placeIn, shorten } from '../findings/found.ts'
import type { Api, ApiOperation } from '../openapi/api.ts'
import { authenticationOf } from '../openapi/protection.ts'
import {
  type Matcher,
  type Model,
  type ModelMatch,
  type ModelResource,
  matcherFor,
} from './matching.ts'

/** What a comparison yields, by the file that it is about. */
export interface Comparison {
  readonly ofPolicy: readonly Finding[]
  readonly ofApi: readonly Finding[]
}

/**
 * Compares. A policy with gaps (errors that `check` reports) is compared as far as it could be read; one without a model not at all.
 *
 * @param apiFile The name to put into findings about the description.
 *
 * @example
 * ```ts
 * compareApi(load(policyText, 'policy.yaml'), api, 'openapi.yaml').ofApi // MQ-820 for each endpoint without a resource
 * ```
 */
export function compareApi(loaded: Loaded, api: Api, apiFile: string): Comparison {
  const { model } = readPolicy(loaded)
  if (model === null) return { ofPolicy: [], ofApi: [] }
  const matcher = matcherFor(model)
  const operationsOf = new Map<ModelResource, ApiOperation[]>()
  const ofApi: Found[] = []
  for (const operation of api.operations) {
    if (operation.places.length === 0) continue
    const resources = matcher.resourcesOf(operation)
    if (resources === null) ofApi.push(uncovered(operation, api.self, model))
    for (const resource of resources ?? []) {
      const known = operationsOf.get(resource)
      if (known) known.push(operation)
      else operationsOf.set(resource, [operation])
      ofApi.push(...judgeOperation(operation, resource))
    }
  }
  const ofPolicy = model.resources.flatMap((resource) =>
    judgeResource(resource, operationsOf.get(resource) ?? [], api, matcher, loaded),
  )
  return { ofPolicy: placeIn(loaded.file, ofPolicy), ofApi: placeIn(apiFile, ofApi) }
}

/** The resources none of whose requests the API has. */
export function resourcesWithoutEndpoint(model: Model, api: Api): readonly ModelResource[] {
  const matcher = matcherFor(model)
  return model.resources.filter((resource) => hasNoEndpoint(resource, api, matcher))
}

/** Operations that have a place without a resource, and what keeps some of them from one of their own. */
export interface Missing {
  /** Each with only those places. */
  readonly operations: readonly ApiOperation[]
  readonly blocked: readonly { readonly operation: ApiOperation; readonly rival: ModelMatch }[]
}

/** Finds the operations that a policy has no resource for. */
export function operationsWithoutResource(model: Model, api: Api): Missing {
  const matcher = matcherFor(model)
  const blocked: { operation: ApiOperation; rival: ModelMatch }[] = []
  const operations = api.operations.flatMap((operation) => {
    const places = matcher.uncoveredPlaces(operation).filter((place) => {
      const rival = matcher.rivalOf(place, operation.method)
      if (rival !== undefined) blocked.push({ operation, rival })
      return rival === undefined
    })
    return places.length === 0 ? [] : [{ ...operation, places }]
  })
  return { operations, blocked }
}

function hasNoEndpoint({ match }: ModelResource, api: Api, matcher: Matcher): boolean {
  return !match.some((one) => api.operations.some((operation) => matcher.meets(operation, one)))
}

function at(operation: ApiOperation): {
  readonly path: string
  readonly position: Found['position']
} {
  return { path: operation.pointer, position: operation.position }
}

function named({ method, path }: ApiOperation): string {
  return `\`${method} ${shorten(path)}\``
}

function uncovered(operation: ApiOperation, servers: readonly string[], model: Model): Found {
  const guarded = new Set(
    [...(model.self.everywhere ?? []), ...[...model.self.byEnvironment.values()].flat()].map(
      ({ text }) => text,
    ),
  )
  const elsewhere = servers.length > 0 && !servers.some((server) => guarded.has(server))
  return {
    code: 'MQ-820',
    ...at(operation),
    message: `${named(operation)} has no resource`,
    ...(elsewhere && {
      help: 'the servers of the description are not the `self` of the policy: compare the two, then `marque init --update` adds what is missing',
    }),
  }
}

function judgeOperation(operation: ApiOperation, resource: ModelResource): readonly Found[] {
  const found: Found[] = []
  const say = (code: Found['code'], message: string): void => {
    found.push({ code, ...at(operation), message: `${named(operation)} ${message}` })
  }
  const { grants, name, sensitivity } = resource
  const fitting = grants.filter(({ methods }) => coversMethod(methods, operation.method))
  const needsLogin = authenticationOf(operation) === 'required'
  if (needsLogin && fitting.some(({ any }) => any)) {
    say('MQ-826', `needs a login, and any origin may read it: \`${name}\` grants \`*\``)
  } else if (needsLogin && sensitivity === 'public') {
    say('MQ-825', `needs a login, and its resource \`${name}\` is \`public\``)
  }
  // A resource that nobody may call says so on purpose, or is a draft; its grants are not missing parts.
  if (grants.length === 0) return found
  if (fitting.length === 0) {
    say('MQ-824', `is granted to nobody: no grant of \`${name}\` has the method`)
    return found
  }
  const unasked = missing(
    operation.requestHeaders,
    fitting.map(({ requestHeaders }) => requestHeaders),
  )
  if (unasked.length > 0)
    say('MQ-827', `reads ${listed(unasked)}, which no grant of \`${name}\` lets script set`)
  const unread = missing(
    operation.exposeHeaders,
    fitting.map(({ exposeHeaders }) => exposeHeaders),
  )
  if (unread.length > 0)
    say('MQ-828', `answers with ${listed(unread)}, which no grant of \`${name}\` lets script read`)
  if (operation.credentials && !fitting.some(({ credentials }) => credentials)) {
    say('MQ-829', `logs in by cookie or certificate, and no grant of \`${name}\` has credentials`)
  }
  return found
}

/** The names that none of the lists has; `*` stands for all but `authorization` (Fetch, "CORS non-wildcard request-header name"). */
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

function judgeResource(
  resource: ModelResource,
  operations: readonly ApiOperation[],
  api: Api,
  matcher: Matcher,
  loaded: Loaded,
): readonly Found[] {
  const placed = (code: Found['code'], path: string, message: string): Found => ({
    code,
    path,
    position: loaded.locate(path),
    message,
  })
  if (hasNoEndpoint(resource, api, matcher)) {
    return [
      placed(
        'MQ-821',
        `${resource.path}/name`,
        `no endpoint of the description is in \`${resource.name}\``,
      ),
    ]
  }
  const idle = resource.match
    .filter((match) => !api.operations.some((operation) => matcher.meets(operation, match)))
    .map((match) =>
      placed(
        'MQ-822',
        `${match.path}/path`,
        `no endpoint of the description is at \`${match.pattern.text}\``,
      ),
    )
  // Where a part of the description could not be placed, which methods are in use is not known.
  if (operations.length === 0) return idle
  const reached = api.operations.filter((operation) =>
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
      placed(
        'MQ-823',
        `${path}/methods`,
        `no operation of \`${resource.name}\` has the method ${listed(idleMethods)}`,
      ),
    ]
  })
  return [...idle, ...unused]
}
