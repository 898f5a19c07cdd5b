/**
 * A bundle that knows only some origins, and decides for these as the whole one does.
 *
 * @module
 */
import { type Bundle, type OriginList, readOrigin } from '@marque/core'
import { compareText } from './sorted.ts'

/**
 * Keeps of every list what fits one of `origins`.
 *
 * @param bundle Its lists are sorted, so that the cost is one binary search for each list and origin.
 */
export function focusOn(bundle: Bundle, origins: readonly string[]): Bundle {
  const exact = [...origins].sort(compareText)
  const patterns = [...new Set(origins.flatMap(patternsFor))].sort(compareText)
  const focused = (lists: Bundle['sets']): Bundle['sets'] =>
    Object.fromEntries(
      Object.entries(lists).map(([name, list]): [string, OriginList] => [
        name,
        {
          exact: exact.filter((text) => holds(list.exact, text)),
          patterns: patterns.filter((text) => holds(list.patterns, text)),
          until: list.until,
        },
      ]),
    )
  return { ...bundle, sets: focused(bundle.sets), tenants: focused(bundle.tenants) }
}

/** Every pattern that could match the origin, as text. */
function patternsFor(text: string): readonly string[] {
  const origin = readOrigin(text)
  if (origin === undefined) return []
  const { scheme, host, port } = origin
  const ports = [port === null ? '' : `:${port}`, ':*']
  const found = [`${scheme}://${host}:*`]
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    for (const end of ports) found.push(`${scheme}://*${host.slice(dot)}${end}`)
  }
  return found
}

/** Binary search in a sorted list. */
function holds(sorted: readonly string[], text: string): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const found = sorted[middle]
    if (found === undefined || found === text) return found === text
    if (found < text) low = middle + 1
    else high = middle
  }
  return false
}
