/**
 * Differences between a policy and the description of its API.
 *
 * @module
 */
import { coversMethod } from '@marque/core'
import { type Finding, type Loaded, readPolicy } from '@marque/policy'
import { joinFindings } from '../catalogue/index.ts'
import { type RawFinding, shorten } from '../findings/index.ts'
import { type Api, type ApiOperation, authenticationOf } from '../openapi/index.ts'
import {
  type Matcher,
  type Model,
  type ModelMatch,
  type ModelResource,
  matcherFor,
} from './matcher.ts'

/** The findings, by the file that they are about. */
export interface Comparison {
  readonly ofPolicy: readonly Finding[]
  readonly ofApi: readonly Finding[]
}

/**
 * Compares a policy with a description. A policy with errors is compared as far as it can be read.
 *
 * @param apiFile The file name for findings about the description.
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
  const ofApi: RawFinding[] = []
  for (const operation of api.operations) {
    if (operation.endpoints.length === 0) continue
    const resources = matcher.resourcesOf(operation)
    if (resources === null) ofApi.push(uncovered(operation, api.self, model))
    for (const resource of resources ?? []) {
      const known = operationsOf.get(resource)
      if (known) known.push(operation)
      else operationsOf.set(resource, [operation])
      ofApi.push(...checkOperation(operation, resource))
    }
  }
  const ofPolicy = model.resources.flatMap((resource) =>
    checkResource(resource, operationsOf.get(resource) ?? [], api, matcher, loaded),
  )
  return { ofPolicy: joinFindings(loaded.file, ofPolicy), ofApi: joinFindings(apiFile, ofApi) }
}

/** The resources that match no endpoint of the API. */
export function resourcesWithoutEndpoint(model: Model, api: Api): readonly ModelResource[] {
  const matcher = matcherFor(model)
  return model.resources.filter((resource) => hasNoEndpoint(resource, api, matcher))
}

/** Operations with an endpoint that no resource matches, and those for which none can be added. */
export interface MissingResources {
  /** Each with only these endpoints. */
  readonly operations: readonly ApiOperation[]
  readonly blocked: readonly { readonly operation: ApiOperation; readonly rival: ModelMatch }[]
}

/** Finds the operations without a resource. */
export function operationsWithoutResource(model: Model, api: Api): MissingResources {
  const matcher = matcherFor(model)
  const blocked: { operation: ApiOperation; rival: ModelMatch }[] = []
  const operations = api.operations.flatMap((operation) => {
    const endpoints = matcher.uncoveredEndpoints(operation).filter((endpoint) => {
      const rival = matcher.rivalOf(endpoint, operation.method)
      if (rival !== undefined) blocked.push({ operation, rival })
      return rival === undefined
    })
    return endpoints.length === 0 ? [] : [{ ...operation, endpoints }]
  })
  return { operations, blocked }
}

function hasNoEndpoint({ match }: ModelResource, api: Api, matcher: Matcher): boolean {
  return !match.some((one) => api.operations.some((operation) => matcher.meets(operation, one)))
}

function addressOf(operation: ApiOperation): {
  readonly path: string
  readonly position: RawFinding['position']
} {
  return { path: operation.pointer, position: operation.position }
}

function nameOf({ method, path }: ApiOperation): string {
  return `\`${method} ${shorten(path)}\``
}

function uncovered(operation: ApiOperation, servers: readonly string[], model: Model): RawFinding {
  const guarded = new Set(
    [...(model.self.everywhere ?? []), ...[...model.self.byEnvironment.values()].flat()].map(
      ({ text }) => text,
    ),
  )
  const elsewhere = servers.length > 0 && !servers.some((server) => guarded.has(server))
  return {
    code: 'MQ-820',
    ...addressOf(operation),
    message: `${nameOf(operation)} has no resource`,
    ...(elsewhere && {
      help: 'no server of the description is in `self` of the policy: correct one of them, then run `marque init --update`',
    }),
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
  if (needsLogin && fitting.some(({ any }) => any)) {
    add('MQ-826', `requires a login, and \`${name}\` grants it to any origin (\`*\`)`)
  } else if (needsLogin && sensitivity === 'public') {
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
  api: Api,
  matcher: Matcher,
  loaded: Loaded,
): readonly RawFinding[] {
  const findingAt = (code: RawFinding['code'], path: string, message: string): RawFinding => ({
    code,
    path,
    position: loaded.locate(path),
    message,
  })
  if (hasNoEndpoint(resource, api, matcher)) {
    return [
      findingAt(
        'MQ-821',
        `${resource.path}/name`,
        `the resource \`${resource.name}\` matches no endpoint of the description`,
      ),
    ]
  }
  const idle = resource.match
    .filter((match) => !api.operations.some((operation) => matcher.meets(operation, match)))
    .map((match) =>
      findingAt(
        'MQ-822',
        `${match.path}/path`,
        `\`${match.pattern.text}\` matches no endpoint of the description`,
      ),
    )
  // Some operation has no endpoint, so the methods in use are unknown.
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
      findingAt(
        'MQ-823',
        `${path}/methods`,
        `no operation of \`${resource.name}\` has the method ${listed(idleMethods)}`,
      ),
    ]
  })
  return [...idle, ...unused]
}
