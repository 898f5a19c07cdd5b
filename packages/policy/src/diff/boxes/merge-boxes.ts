/**
 * Merging of boxes that differ in one dimension only.
 *
 * @module
 */

import { type Box, type Classes, DIMENSION_NAMES, type DimensionName } from './box.ts'
import { ALL_CARRIED } from './boxes-of.ts'

/**
 * Merges boxes along one dimension at a time, while everything else is equal, until nothing more can be merged. The union of the boxes stays
 * the same.
 */
export function mergeBoxes(boxes: readonly Box[]): readonly Box[] {
  const keys = new BoxKeys()
  let merged = boxes
  for (let before = Number.POSITIVE_INFINITY; merged.length < before; ) {
    before = merged.length
    for (const name of DIMENSION_NAMES) merged = mergeAlong(merged, name, keys)
  }
  return merged
}

function mergeAlong(boxes: readonly Box[], name: DimensionName, keys: BoxKeys): readonly Box[] {
  if (boxes.length < 2) return boxes
  const groups = Map.groupBy(boxes, (box) => keys.keyWithout(box, name))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    if (group.length === 1) return group
    return [{ ...first, dimensions: { ...first.dimensions, [name]: union(group, name) } }]
  })
}

type AnyClasses = Classes<{ readonly siblings?: number } | string>

function union(boxes: readonly Box[], name: DimensionName): AnyClasses {
  const all = new Map<string, { readonly siblings?: number } | string>()
  for (const { dimensions } of boxes) {
    const classes: AnyClasses = dimensions[name] as AnyClasses
    if (classes === null) return null
    for (const [key, atom] of classes) all.set(key, atom)
  }
  if (name === 'carried') return all.size === ALL_CARRIED.length ? null : all
  const siblings = [...all.values()].map((atom) =>
    typeof atom === 'string' ? undefined : atom.siblings,
  )
  return siblings.every((number) => number === all.size) ? null : all
}

/** Short keys of boxes: lists of senders are long, and most boxes share them. */
class BoxKeys {
  readonly #ids = new Map<string, number>()
  readonly #byClasses = new WeakMap<object, number>()
  readonly #byCauses = new WeakMap<Box['causes'], string>()

  /** Of everything but one dimension. */
  keyWithout(box: Box, without: DimensionName): string {
    let key = this.#fixedKey(box)
    for (const name of DIMENSION_NAMES) {
      if (name !== without) key += ` ${this.#idOf(box.dimensions[name] as AnyClasses)}`
    }
    return key
  }

  #fixedKey(box: Box): string {
    const { direction, aspect, names, shape, own, kinds, resources, credentials, causes } = box
    let causesKey = this.#byCauses.get(causes)
    if (causesKey === undefined) {
      causesKey = JSON.stringify(causes.map(({ kind, says }) => [kind, says]))
      this.#byCauses.set(causes, causesKey)
    }
    const lists = [names, own, kinds, resources].map((list) => list.join('\u0001'))
    return [direction, aspect, shape, credentials, causesKey, ...lists].join('\u0002')
  }

  #idOf(classes: AnyClasses): number {
    if (classes === null) return -1
    let id = this.#byClasses.get(classes)
    if (id === undefined) {
      const text = [...classes.keys()].sort().join('\u0001')
      id = this.#ids.get(text) ?? this.#ids.size
      this.#ids.set(text, id)
      this.#byClasses.set(classes, id)
    }
    return id
  }
}
