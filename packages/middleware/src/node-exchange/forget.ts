/**
 * Takes from a Node request what only layers may see.
 *
 * @module
 */
import type { RequestFacts } from '@marque/core'
import { isTravelling } from '../enforce/travelling.ts'
import type { NodeRequest } from './node-facts.ts'

/**
 * Removes `Marque-Decision` and `Marque-Token` from `rawHeaders`, `headers` and `headersDistinct`. The facts, which were read before, keep them.
 */
export function forgetTravelling(request: NodeRequest, { headers }: RequestFacts): void {
  if (!headers.some(([name]) => isTravelling(name))) return
  // Node makes the two objects of the raw list when they are first asked for, and counts on its length.
  forgetIn(request.headers)
  const { headersDistinct } = request as { readonly headersDistinct?: object }
  if (headersDistinct !== undefined) forgetIn(headersDistinct)
  const { rawHeaders } = request
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    if (isTravelling(rawHeaders[at] ?? '')) rawHeaders.splice(at, 2)
  }
}

function forgetIn(fields: object): void {
  for (const name of Object.keys(fields))
    if (isTravelling(name)) Reflect.deleteProperty(fields, name)
}
