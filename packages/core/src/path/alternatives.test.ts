import { describe, expect, test } from 'vitest'
import { classCases, decodingCases, graphCases, unreadableCases } from './alternatives.cases.ts'
import {
  classifyPath,
  decodeSegments,
  graphOf,
  graphOfParts,
  PATH_KINDS,
  type PathGraph,
  pathEnd,
  pathKind,
} from './alternatives.ts'

/** The kind of the path at `start`, and where it ends. */
function classOf(text: string, start: number): string {
  const classified = classifyPath(text, start)
  if (classified < 0) return 'ambiguous'
  const kind = Object.entries(PATH_KINDS).find(([, code]) => code === pathKind(classified))
  return `${kind?.[0]} to ${pathEnd(classified)}`
}

for (const [kind, paths] of Object.entries(classCases)) {
  describe(`D4: ${kind} paths`, () => {
    for (const path of paths) {
      test(JSON.stringify(path).slice(0, 40), () => {
        const query = path.indexOf('?', 1)
        const end = query < 0 ? path.length : query
        expect(classOf(path, 0)).toBe(kind === 'ambiguous' ? kind : `${kind} to ${end}`)
      })
    }
  })
}

test('D4: a path is classified from its start, and nothing before it counts', () => {
  expect(classOf('HTTPS://A%/b/c?D', 10)).toBe('plain to 14')
  expect(classOf('HTTPS://A#/b', 10)).toBe('plain to 12')
  expect(classOf('HTTPS://A%/b/..', 10)).toBe('ambiguous')
  expect(classOf('https://a/b', 9)).toBe('plain to 11')
  expect(classOf('https://a/b', 10)).toBe('ambiguous')
  expect(classOf(`//${'a'.repeat(16382)}`, 1)).toBe('plain to 16384')
})

describe('D4: decodings of each segment', () => {
  for (const [name, raw, segments] of decodingCases) {
    test(`${name}: ${raw}`, () => expect(decodeSegments(raw)).toEqual(segments))
  }
})

for (const [why, paths] of Object.entries(unreadableCases)) {
  describe(`D4: ambiguous whatever the policy says, ${why}`, () => {
    for (const path of paths) test(path, () => expect(decodeSegments(path)).toBeUndefined())
  })
}

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
    const raw = `/${unit.repeat(60)}`
    const graph = graphOf(decodeSegments(raw)!, 'separator')
    expect(graph.length).toBeLessThan(5 * raw.length)
    for (const [at, edges] of graph.entries()) {
      expect(edges.length).toBeLessThan(24)
      expect(edges.every(({ to }) => to < at)).toBe(true)
    }
  }
})

test('a path with alternatives has at most 128 parts, one without them more', () => {
  const path = (count: number, part: string): string => `/${Array(count).fill(part).join('/')}`
  expect(decodeSegments(path(128, 'a;b'))).toHaveLength(128)
  expect(decodeSegments(path(129, 'a;b'))).toBeUndefined()
  expect(decodeSegments(`/${'a%252F'.repeat(64)}${'b%5c'.repeat(63)}c`)).toHaveLength(1)
  expect(decodeSegments(`/${'a%252F'.repeat(65)}${'b%5c'.repeat(63)}c`)).toBeUndefined()
  expect(decodeSegments(path(4000, 'Aa'))).toHaveLength(4000)
})
