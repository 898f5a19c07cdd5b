/**
 * The format `marque-bundle/1` as a schema: keys, types, forms and order of values.
 *
 * The rules between the parts are in `grant-rules.ts` and `bundle-rules.ts`.
 *
 * @module
 */

import { LAST_INSTANT } from '../instant.ts'
import type {
  Bundle,
  Condition,
  Grant,
  Match,
  OriginList,
  Resource,
  Sensitivity,
} from './bundle.ts'
import { problem } from './bundle-problem.ts'
import {
  isClaimPointer,
  isExposedHeader,
  isHeaderName,
  isListedOrigin,
  isListedPattern,
  isMatchHost,
  isMethod,
  isPathPattern,
  isPathTemplate,
  isRequestHeader,
  isSelf,
  isSetName,
  isTenancyHost,
  isTenantName,
} from './forms.ts'
import {
  ascending,
  boolean,
  filled,
  filledText,
  json,
  list,
  nullable,
  object,
  oneOf,
  record,
  type Shape,
  text,
  textOr,
  whole,
} from './shape.ts'
import { vector } from './vector-shape.ts'

/** A shape for every key of `T`, so that a new key does not compile until the schema has it. */
type ShapesOf<T> = { readonly [Key in keyof Required<T>]: Shape }

const instant = whole(0, LAST_INSTANT)
const duration = whole(0, LAST_INSTANT)
const method = text('a method that can be granted', isMethod)
const methods = filled(ascending(method))
const facts = filled(ascending(filledText))

const claimSource = object({ claim: filledText })
const headerSource = object({ header: text('a lower-case header name', isHeaderName) })
const pathSource = object({
  path: text('a path with `{apiVersion}`', (value) => isPathTemplate(value, 'apiVersion')),
})
const tenantHost = object({ host: text('a host with `{tenant}`', isTenancyHost) })
const tenantTemplate = text('a path with `{tenant}`', (value) => isPathTemplate(value, 'tenant'))
const tenantPath = object({
  path: textOr(tenantTemplate, several(ascending(tenantTemplate))),
})

/** Roles and scopes come only from verified claims: headers can be forged. */
const bundleContext = object(
  {},
  {
    apiVersion: byKey({ claim: claimSource, header: headerSource, path: pathSource }),
    roles: claimSource,
    scopes: claimSource,
  },
)

const originList = object({
  exact: ascending(text('a canonical origin', isListedOrigin)),
  patterns: ascending(text('an origin pattern', isListedPattern)),
  until: nullable(instant),
} satisfies ShapesOf<OriginList>)

const match = object({
  host: nullable(text('a normalized host', isMatchHost)),
  path: text('a path pattern', isPathPattern),
  methods: nullable(methods),
  encodedSlash: oneOf('separator', 'data'),
} satisfies ShapesOf<Match>)

const condition = object({}, {
  apiVersion: facts,
  roles: facts,
  scopes: facts,
  authenticatedWithin: duration,
  claims: filledRecord(record(text('a JSON Pointer', isClaimPointer), json)),
} satisfies ShapesOf<Condition>)

const grant = object({
  exception: nullable(filledText),
  any: boolean,
  sets: ascending(filledText),
  tenant: boolean,
  methods,
  requestHeaders: ascending(text('a lower-case header that script may set', isRequestHeader)),
  exposeHeaders: ascending(text('a lower-case header that script may read', isExposedHeader)),
  credentials: boolean,
  read: boolean,
  nullReach: boolean,
  websocket: boolean,
  timing: boolean,
  token: boolean,
  maxAge: whole(0, 86_400),
  from: nullable(instant),
  until: nullable(instant),
  when: nullable(filledRecord(condition)),
} satisfies ShapesOf<Grant>)

const sensitivities: readonly Sensitivity[] = ['public', 'internal', 'confidential', 'restricted']

const resource = object({
  name: filledText,
  sensitivity: oneOf(...sensitivities),
  enforce: oneOf('block', 'headers'),
  authentication: oneOf('required', 'optional'),
  isolate: boolean,
  match: filled(list(match)),
  resourcePolicy: nullable(oneOf('same-site', 'same-origin', 'cross-origin')),
  grants: list(grant),
} satisfies ShapesOf<Resource>)

/** The first problem of the format of a bundle. A value without a problem is a {@link Bundle} in its types. */
export const bundleShape: Shape = object({
  format: oneOf('marque-bundle/1' satisfies Bundle['format']),
  environment: filledText,
  contact: nullable(filledText),
  self: filled(ascending(text('an origin that can be guarded', isSelf))),
  unmatched: oneOf('headers', 'block'),
  context: bundleContext,
  tenancy: nullable(byKey({ host: tenantHost, path: tenantPath })),
  sets: record(text('a name of a set', isSetName), originList),
  tenants: record(text('a name of a tenant', isTenantName), originList),
  resources: list(resource),
  staleAfter: object({
    public: nullable(duration),
    internal: nullable(duration),
    confidential: nullable(duration),
    restricted: nullable(duration),
  } satisfies ShapesOf<Bundle['staleAfter']>),
  vectors: list(vector),
} satisfies ShapesOf<Bundle>)

/** One of several shapes, chosen by the key that the object has. */
function byKey(variants: { readonly [key: string]: Shape }): Shape {
  return (value) => {
    if (typeof value !== 'object' || value === null) {
      return problem('ERR_BUNDLE_TYPE', 'expected an object')
    }
    for (const [key, shape] of Object.entries(variants)) {
      if (Object.hasOwn(value, key)) return shape(value)
    }
    return problem(
      'ERR_BUNDLE_MISSING_KEY',
      `expected one of the keys ${Object.keys(variants).join(', ')}`,
    )
  }
}

/** An array of that shape with at least two elements: one is written without an array, so that a bundle has one form. */
function several(shape: Shape): Shape {
  return (value) =>
    Array.isArray(value) && value.length < 2
      ? problem('ERR_BUNDLE_VALUE', 'the array has fewer than two elements')
      : shape(value)
}

/** An object with at least one key: an empty condition would always hold. */
function filledRecord(shape: Shape): Shape {
  return (value) =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0
      ? problem('ERR_BUNDLE_VALUE', 'the object is empty')
      : shape(value)
}
