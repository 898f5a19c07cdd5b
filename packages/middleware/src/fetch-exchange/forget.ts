/**
 * Takes from a Fetch request what only layers may see.
 *
 * @module
 */
import type { RequestFacts } from '@marque/core'
import { isTravelling } from '../enforce/travelling.ts'

/**
 * The request without `Marque-Decision` and `Marque-Token`: the same one where its headers can be changed, else a copy of it with the same body.
 */
export function withoutTravelling(request: Request, { headers }: RequestFacts): Request {
  const names = headers.map(([name]) => name).filter(isTravelling)
  if (names.length === 0) return request
  try {
    for (const name of names) request.headers.delete(name)
    if (names.every((name) => !request.headers.has(name))) return request
  } catch {
    // The headers of a request that came over the network cannot be changed on every platform (Workers).
  }
  const kept = [...request.headers].filter(([name]) => !isTravelling(name))
  return new Request(request, { headers: kept })
}
