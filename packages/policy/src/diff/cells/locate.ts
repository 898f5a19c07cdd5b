/**
 * The cell of a request: what the exploration asserts about requests, checked on one.
 *
 * @module
 */
import type { Context, Moment, RequestFacts } from '@marque/core'
import {
  type Front,
  frontOf,
  type RequestFields,
  RequestInput,
  readFields,
  splitTarget,
} from '@marque/core/engine'
import { type DimensionsMaker, dimensionsOf } from '../atoms/index.ts'
import {
  baseKey,
  ownOrigins,
  type PlaceGroup,
  type RequestShape,
  type Senders,
  sendersOf,
} from '../places/index.ts'
import { bothSides, type Sides } from '../sides.ts'
import type { Comparison } from './comparison.ts'
import type { InputName } from './explore.ts'

/** Where a request lies. */
export interface Located {
  readonly shape: RequestShape
  /** Groups of places that hold the request. */
  readonly groups: readonly PlaceGroup[]
  /** The class of a dimension that the request is in. */
  readonly keyOf: (name: InputName) => string
}

/**
 * Locates a request without incident and without a tenant that the layer reports, at a plain path.
 *
 * @param make The dimensions of a pair of resources: for tests that leave one out.
 */
export function locate(
  comparison: Comparison,
  groups: readonly PlaceGroup[],
  {
    request,
    context,
    moment,
  }: {
    readonly request: RequestFacts
    readonly context: Context
    readonly moment: Moment
  },
  make: DimensionsMaker = dimensionsOf,
): Located {
  const { policies, keys, vocabulary } = comparison
  const fields = readFields(request.headers)
  const fronts = bothSides((side) => frontOf(policies[side], request, fields, context))
  const senders = sendersAt(comparison, request.url, fields, fronts)
  const shape = shapeOf(fronts)
  const wheres = bothSides((side) => fronts[side].where)
  const { start } = splitTarget(request.url)
  const isServer = request.method === 'OPTIONS' && request.url.startsWith('*', start)
  const segments = isServer ? null : []
  const key = bothSides((side) => keys.whereKey(policies[side], wheres[side])).join(' | ')
  const base = baseKey(senders, key, segments)
  const asked = shape === 'preflight' ? requestedMethod(fields) : fronts[0].method
  const method = vocabulary.methods.includes(asked) ? asked : vocabulary.otherMethod
  const pair = comparison.pairOf({ wheres, senders, methods: [method] }, shape)
  const dimensions = make(pair, comparison.classes)
  const inputs = bothSides(
    (side) =>
      new RequestInput(policies[side], request, fields, fronts[side].method, context, moment),
  )
  return {
    shape,
    groups: groups.filter(
      (group) =>
        group.base === base && group.shapes.includes(shape) && group.methods.includes(method),
    ),
    keyOf: (name) => dimensions[name].keyOf(inputs),
  }
}

function requestedMethod({ requestMethods, requestMethod }: RequestFields): string {
  return requestMethods === 1 ? requestMethod : ''
}

function sendersAt(
  { policies }: Comparison,
  url: string,
  fields: RequestFields,
  fronts: Sides<Front>,
): Senders {
  const host = splitTarget(url).host ?? ''
  const own = ownOrigins(policies, url, host)
  const on = bothSides((side) => fronts[side].kind === 'same-origin')
  if (!on[0] && !on[1]) return own.strangers
  if (on[0] && on[1]) return own.both
  return sendersOf([fields.origin], on)
}

function shapeOf([before, after]: Sides<Front>): RequestShape {
  const { kind } = before.kind === 'same-origin' ? after : before
  if (kind === 'not-cors') return 'plain'
  return kind === 'same-origin' ? 'actual' : kind
}
