/**
 * The sets of one environment, of which the bundle holds those that a grant uses.
 *
 * @module
 */
import type { OriginList } from '@marque/core'
import type { ModelOrigin, ModelSet } from '../read/index.ts'
import { originListOf } from './origin-list.ts'
import { compareText, sortedUnique } from './sorted.ts'

/** Gives out names of sets and remembers which were asked for. One table for one compilation. */
export interface SetTable {
  /** The names among `names` that this environment has; sorted. */
  known(names: readonly string[]): readonly string[]
  /** Sets of one entry each, named by it, for origins that stand in a grant or an exception; sorted. */
  inline(origins: readonly ModelOrigin[]): readonly string[]
  /** The lists of all names given out so far, by name. */
  used(): { readonly [name: string]: OriginList }
}

/** A table of the sets that `environment` knows. Names of sets have no `:`, so they never meet the names of inline entries. */
export function setTable(sets: readonly ModelSet[], environment: string): SetTable {
  const here = new Map<string, ModelSet>()
  for (const set of sets) if (isIn(set, environment)) here.set(set.name, set)
  const used = new Map<string, OriginList>()
  return {
    known: (names) => {
      const known = sortedUnique(names).filter((name) => here.has(name))
      for (const name of known) {
        const set = here.get(name)
        if (set !== undefined && !used.has(name)) used.set(name, originListOf(set.allow, set.until))
      }
      return known
    },
    inline: (origins) => {
      for (const origin of origins) {
        if (!used.has(origin.text)) used.set(origin.text, originListOf([origin], null))
      }
      return sortedUnique(origins.map(({ text }) => text))
    },
    used: () => Object.fromEntries([...used].sort(([a], [b]) => compareText(a, b))),
  }
}

function isIn(set: ModelSet, environment: string): boolean {
  return set.environments === null || set.environments.includes(environment)
}
