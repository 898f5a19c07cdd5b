/**
 * The dimensions of requests that lead to one pair of resources.
 *
 * @module
 */
import { constant, type Dimensions } from './dimension.ts'
import { factsDimension } from './facts-dimension.ts'
import { namesDimension } from './names-dimension.ts'
import type { OriginClasses } from './origin-classes.ts'
import { originDimension } from './origin-dimension.ts'
import type { ResourcePair } from './pair.ts'
import {
  flagDimension,
  methodDimension,
  siteDimension,
  timeDimension,
} from './simple-dimensions.ts'
import { tokenDimension } from './token-dimension.ts'

/** Makes the dimensions of a pair of resources. */
export type DimensionsMaker = (pair: ResourcePair, classes: OriginClasses) => Dimensions

/** One dimension for each property that decisions read: a new property does not compile without its own. */
export function dimensionsOf(pair: ResourcePair, classes: OriginClasses): Dimensions {
  return {
    origin: originDimension(pair, classes),
    method: methodDimension(pair),
    requestHeaders: namesDimension(pair),
    cookie: flagDimension('cookie'),
    authorization: flagDimension('authorization'),
    certificate: flagDimension('certificate'),
    site: siteDimension(pair),
    now: timeDimension(pair),
    facts: factsDimension(pair),
    token: tokenDimension(pair),
    // Incidents only take away, by law (docs/rules.md), and follow from the sensitivity of the resource; a revoked token is as an invalid one.
    incidents: constant({}),
    revokedTokens: constant(undefined),
  }
}

/**
 * The dimensions of the same resources, senders and policies for the shape of `pair`. Only the methods depend on it; what the other dimensions have found is kept.
 */
export function withShapeOf(dimensions: Dimensions, pair: ResourcePair): Dimensions {
  return { ...dimensions, method: methodDimension(pair) }
}
