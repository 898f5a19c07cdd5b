/**
 * The paths of a log, bounded.
 *
 * @module
 */
import { pathTemplate } from '../traffic/index.ts'

/** Names below one path before they are values and no endpoints; paths, and segments of a path. */
export const PATH_LIMITS = { names: 40, nodes: 5000, segments: 16 } as const

interface Node {
  readonly children: Map<string, Node>
  /** Whether all names below it are one identifier. */
  isGrouped: boolean
}

/** Segments below which endpoints are, however many there are. */
const PREFIX = /^(?:v\d[\d.]*|api|rest|rpc|public|private|internal)$/i

const IDENTIFIER = '{}'

/** Path patterns of requests. Where a path has many names below it, such as slugs of articles, they become one `{id}`. */
export class PathTree {
  readonly #root: Node = newNode()
  #size = 0
  readonly #grouped = new Set<string>()

  /** How many paths {@link grouped} has. */
  get groups(): number {
    return this.#grouped.size
  }

  /** Paths whose names became one identifier: `/v1/articles`. */
  get grouped(): readonly string[] {
    return [...this.#grouped].sort()
  }

  /**
   * The pattern of a path, or of a pattern that this returned before more names were known.
   *
   * @returns `undefined` where layers may read the path in more than one way, and beyond {@link PATH_LIMITS}.
   */
  patternOf(path: string): string | undefined {
    const template = path.includes('{') ? path : pathTemplate(path)
    if (template === undefined || template === '/') return template
    const segments = template
      .slice(1)
      .split('/')
      .map((name) => (name.startsWith('{') ? IDENTIFIER : name))
    if (segments.length > PATH_LIMITS.segments) return undefined
    const found = this.#find(segments)
    return found === undefined ? undefined : numbered(found)
  }

  #find(segments: readonly string[]): readonly string[] | undefined {
    let node = this.#root
    const found: string[] = []
    for (const segment of segments) {
      const name = node.isGrouped ? IDENTIFIER : segment
      let child = node.children.get(name)
      if (child === undefined) {
        if (this.#size >= PATH_LIMITS.nodes) return undefined
        this.#size++
        child = newNode()
        node.children.set(name, child)
        if (node.children.size > PATH_LIMITS.names && !found.every(isPrefix)) {
          this.#group(node)
          this.#grouped.add(`/${numbered(found).slice(1)}`)
          return this.#find(segments)
        }
      }
      found.push(name)
      node = child
    }
    return found
  }

  #group(node: Node): void {
    const merged = newNode()
    for (const child of node.children.values()) merge(merged, child)
    node.children.clear()
    node.children.set(IDENTIFIER, merged)
    node.isGrouped = true
    this.#size = countBelow(this.#root)
  }
}

function newNode(): Node {
  return { children: new Map(), isGrouped: false }
}

function isPrefix(name: string): boolean {
  return PREFIX.test(name)
}

function merge(into: Node, from: Node): void {
  into.isGrouped ||= from.isGrouped
  for (const [name, child] of from.children) {
    const key = into.isGrouped ? IDENTIFIER : name
    const known = into.children.get(key)
    if (known === undefined) into.children.set(key, child)
    else merge(known, child)
  }
}

function countBelow(node: Node): number {
  let count = 0
  for (const child of node.children.values()) count += 1 + countBelow(child)
  return count
}

function numbered(segments: readonly string[]): string {
  let identifiers = 0
  const names = segments.map((name) => {
    if (name !== IDENTIFIER) return name
    identifiers++
    return identifiers === 1 ? '{id}' : `{id${identifiers}}`
  })
  return `/${names.join('/')}`
}
