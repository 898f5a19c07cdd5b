/**
 * The alternatives of a path (D4), as a graph: what layers that decode, split or drop differently could take each segment for.
 *
 * @module
 */
import type { DecodedSegment } from './decode-segments.ts'
import { foldCase } from './fold-case.ts'

/** One part of an alternative, from one position to another. */
export interface PathEdge {
  /** Null where an empty part vanishes. */
  readonly text: string | null
  /** The text with case folded. */
  readonly folded: string
  /** The position behind the part. Smaller than the position that the edge starts from. */
  readonly to: number
}

/**
 * The edges that start at each position. Position 0 is the end of the path, and the last one its start: every way from there to the end is
 * one alternative of the path.
 */
export type PathGraph = readonly (readonly PathEdge[])[]

/**
 * The graph of all alternatives: each segment at each decoding, whole or split into parts; each part with and without its parameters; each
 * empty part as a segment, or as nothing. Its size is linear in that of the path.
 *
 * @param decodedSlash `data` for matches with `encodedSlash: data`: a `/` that was decoded does not split.
 */
export function graphOf(
  segments: readonly DecodedSegment[],
  decodedSlash: 'separator' | 'data',
): PathGraph {
  const graph: PathEdge[][] = [[]]
  for (let at = segments.length - 1; at >= 0; at--) {
    const next = graph.length - 1
    const first: PathEdge[] = []
    for (const text of segments[at] ?? []) {
      for (const separator of separatorsIn(text, decodedSlash)) {
        addParts(graph, first, separator === null ? [text] : text.split(separator), next)
      }
    }
    graph.push(first)
  }
  return graph
}

/** The graph of a single alternative, every part of it a segment. */
export function graphOfParts(parts: readonly string[]): PathGraph {
  const graph: PathEdge[][] = [[]]
  for (const [at, text] of parts.toReversed().entries()) {
    graph.push([at === 0 && text === '' ? NOTHING_TO_END : edge(text, at)])
  }
  return graph
}

/** Every way to split a text that gives parts of its own; null for the whole text. */
function separatorsIn(
  text: string,
  decodedSlash: 'separator' | 'data',
): readonly (string | RegExp | null)[] {
  const slash = decodedSlash === 'separator' && text.includes('/')
  const backslash = text.includes('\\')
  if (slash && backslash) return [null, '/', '\\', /[/\\]/]
  if (slash) return [null, '/']
  return backslash ? [null, '\\'] : [null]
}

/** Adds positions between the parts; the edges of the first part are added to `first`. */
function addParts(
  graph: PathEdge[][],
  first: PathEdge[],
  parts: readonly string[],
  next: number,
): void {
  let to = next
  for (let at = parts.length - 1; at > 0; at--) {
    const edges: PathEdge[] = []
    addPart(edges, parts[at] ?? '', to)
    graph.push(edges)
    to = graph.length - 1
  }
  addPart(first, parts[0] ?? '', to)
}

function addPart(edges: PathEdge[], text: string, to: number): void {
  addText(edges, text, to)
  const parameters = text.indexOf(';')
  if (parameters >= 0) addText(edges, text.slice(0, parameters), to)
}

const NOTHING_TO_END: PathEdge = { text: null, folded: '', to: 0 }

/** An empty part at the end of the path is its trailing slash (D5), and no segment. */
function addText(edges: PathEdge[], text: string, to: number): void {
  const isEmpty = text === ''
  if (edges.some((known) => known.to === to && (known.text ?? '') === text)) return
  if (isEmpty) edges.push({ text: null, folded: '', to })
  if (!isEmpty || to !== 0) edges.push(edge(text, to))
}

function edge(text: string, to: number): PathEdge {
  return { text, folded: foldCase(text), to }
}
