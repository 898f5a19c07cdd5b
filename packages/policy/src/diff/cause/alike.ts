/**
 * Resources with the same rules under other names: their changes have the same causes.
 *
 * @module
 */
import type { Bundle, Resource } from '@marque/core'
import type { Edit, EditKind } from '../edits/index.ts'
import type { Sides } from '../sides.ts'

/** Edits of what a resource says beside its name and its matches: they move no request to another resource. */
const OF_CONTENT: ReadonlySet<EditKind> = new Set<EditKind>([
  'exception-added',
  'exception-removed',
  'exception-changed',
  'grant-added',
  'grant-removed',
  'grant-changed',
  'grants-reordered',
  'resource-changed',
])

const OF_LISTS: ReadonlySet<EditKind> = new Set<EditKind>([
  'origin-added',
  'origin-removed',
  'list-end',
])

/**
 * A text for candidates: where it is equal for two pairs of resources with equal content, the candidates at the same positions have the same effect.
 *
 * @param edits The candidates.
 * @param resources Names of the resources that decide.
 * @returns Null where a candidate can have another effect elsewhere.
 */
export function alikeKey(
  edits: readonly Edit[],
  resources: Sides<string | null>,
  numberOf: (edit: Edit) => number,
): string | null {
  const parts: (number | string)[] = []
  for (const edit of edits) {
    if (OF_LISTS.has(edit.kind) && edit.list?.kind === 'set') parts.push(numberOf(edit))
    else if (OF_CONTENT.has(edit.kind) && isOf(edit, resources)) parts.push('own')
    else return null
  }
  return parts.join()
}

function isOf(edit: Edit, resources: Sides<string | null>): boolean {
  return edit.resources !== null && [...edit.resources].every((name) => resources.includes(name))
}

/** Numbers for the content of resources: equal for resources that differ only by name and matches. */
export class ContentIds {
  readonly #resources: ReadonlyMap<string, Resource>
  readonly #byName = new Map<string, number>()
  readonly #byText: Map<string, number>

  /** @param texts Shared by the two sides. */
  constructor({ resources }: Bundle, texts: Map<string, number>) {
    this.#resources = new Map(resources.map((resource) => [resource.name, resource]))
    this.#byText = texts
  }

  /** -1 for no resource. */
  idOf(name: string | null): number {
    const resource = name === null ? undefined : this.#resources.get(name)
    if (resource === undefined) return -1
    let id = this.#byName.get(resource.name)
    if (id === undefined) {
      const text = JSON.stringify({ ...resource, name: '', match: [] })
      id = this.#byText.get(text) ?? this.#byText.size
      this.#byText.set(text, id)
      this.#byName.set(resource.name, id)
    }
    return id
  }
}
