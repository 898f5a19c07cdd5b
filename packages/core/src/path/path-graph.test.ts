import { describe, expect, test } from 'vitest'
import { decodeSegments } from './decode-segments.ts'
import { graphCases } from './path-graph.cases.ts'
import { graphOf, graphOfParts, type PathGraph } from './path-graph.ts'

/** Every way from the start to the end. */
function alternativesIn(graph: PathGraph, from = graph.length - 1): readonly (readonly string[])[] {
  if (from === 0) return [[]]
  return graph[from]!.flatMap(({ text, to }) =>
    alternativesIn(graph, to).map((rest) => (text === null ? rest : [text, ...rest])),
  )
}

function shown(raw: string, decodedSlash: 'separator' | 'data'): ReadonlySet<string> {
  const graph = graphOf(decodeSegments(raw)!, decodedSlash)
  return new Set(alternativesIn(graph).map((parts) => parts.join('|')))
}

describe('D4: alternatives of a path', () => {
  for (const { name, raw, alternatives, withData = alternatives } of graphCases) {
    test(`${name}: ${raw}`, () => {
      expect(shown(raw, 'separator')).toEqual(new Set(alternatives))
      expect(shown(raw, 'data')).toEqual(new Set(withData))
    })
  }
})

test('a single alternative is a graph too', () => {
  expect(alternativesIn(graphOfParts(['a', '', 'b']))).toEqual([['a', '', 'b']])
  expect(alternativesIn(graphOfParts(['a', '']))).toEqual([['a']])
  expect(alternativesIn(graphOfParts(['']))).toEqual([[]])
  expect(alternativesIn(graphOfParts([]))).toEqual([[]])
})

test('the graph is linear in the length of the path, and its edges lead on', () => {
  for (const unit of [';', '/', '\\', '%2f', '%5c', '%252f%255c;', '//a;x']) {
    const raw = `/${unit.repeat(300)}`
    const graph = graphOf(decodeSegments(raw)!, 'separator')
    expect(graph.length).toBeLessThan(5 * raw.length)
    for (const [at, edges] of graph.entries()) {
      expect(edges.length).toBeLessThan(24)
      expect(edges.every(({ to }) => to < at)).toBe(true)
    }
  }
})
