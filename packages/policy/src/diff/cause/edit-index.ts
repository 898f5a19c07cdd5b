/**
 * Edits by the resources and origins that they concern.
 *
 * @module
 */
import type { Edit } from '../edits/index.ts'

/** Finds the edits that can concern requests for some resources from some origins without a look at all of them. */
export class EditIndex {
  readonly #edits: readonly Edit[]
  readonly #numbers = new Map<Edit, number>()
  /** Edits of single origins; what is no pattern covers itself only. */
  readonly #byOrigin = new Map<string, number[]>()
  readonly #byResource = new Map<string, number[]>()
  /** Edits of grants for sets only, by resource and set. */
  readonly #byGrant = new Map<string, Map<string, number[]>>()
  /** Edits of patterns, and of no resource in particular. */
  readonly #others: number[] = []

  constructor(edits: readonly Edit[]) {
    this.#edits = edits
    for (const [at, edit] of edits.entries()) {
      const { origin, resources, senders } = edit
      this.#numbers.set(edit, at)
      if (origin !== null) {
        if (origin.includes('*')) this.#others.push(at)
        else add(this.#byOrigin, origin, at)
      } else if (resources === null) this.#others.push(at)
      else if (senders === undefined || !isForSets(senders)) {
        for (const name of resources) add(this.#byResource, name, at)
      } else for (const name of resources) this.#addGrant(name, senders.sets, at)
    }
  }

  #addGrant(resource: string, sets: readonly string[], at: number): void {
    const bySet = this.#byGrant.get(resource) ?? new Map<string, number[]>()
    this.#byGrant.set(resource, bySet)
    for (const set of sets) add(bySet, set, at)
  }

  /** The position of an edit in their fixed order. */
  numberOf(edit: Edit): number {
    return this.#numbers.get(edit) ?? -1
  }

  /**
   * In their fixed order; a superset.
   *
   * @param names Null for all resources.
   * @param sets Those that hold one of the origins.
   */
  editsFor(
    names: ReadonlySet<string> | null,
    origins: readonly string[],
    sets: ReadonlySet<string>,
  ): readonly Edit[] {
    if (names === null) return this.#edits
    const found = new Set(this.#others)
    for (const origin of origins) for (const at of this.#byOrigin.get(origin) ?? []) found.add(at)
    for (const name of names) {
      for (const at of this.#byResource.get(name) ?? []) found.add(at)
      const bySet = this.#byGrant.get(name)
      if (bySet !== undefined) {
        for (const set of sets) for (const at of bySet.get(set) ?? []) found.add(at)
      }
    }
    return [...found].sort((a, b) => a - b).flatMap((at) => this.#edits[at] ?? [])
  }
}

/** Whether a grant is for the origins of its sets and nobody else. */
export function isForSets({ any, tenant, nullReach }: NonNullable<Edit['senders']>): boolean {
  return !any && !tenant && !nullReach
}

function add(lists: Map<string, number[]>, key: string, at: number): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [at])
  else list.push(at)
}
