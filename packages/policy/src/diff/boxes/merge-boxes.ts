/**
 * Merging of boxes that differ in one dimension only.
 *
 * @module
 */

import { groupBy } from '../../group-by.ts'
import { wordsKey } from '../edits/index.ts'
import { type Box, type Classes, DIMENSION_NAMES, type DimensionName } from './box.ts'
import { ALL_CARRIED } from './boxes-of.ts'

/**
 * Merges boxes along one dimension at a time, while everything else is equal, until nothing more can be merged. The union of the boxes stays
 * the same.
 */
export function mergeBoxes(boxes: readonly Box[]): readonly Box[] {
  if (boxes.length < 2) return boxes
  const keys = new BoxKeys()
  let merged: readonly KeyedBox[] = boxes.map((box) => keys.keyed(box))
  for (let before = Number.POSITIVE_INFINITY; merged.length < before; ) {
    before = merged.length
    for (const at of DIMENSION_NAMES.keys()) merged = mergeAlong(merged, at, keys)
  }
  return merged.map(({ box }) => box)
}

function mergeAlong(boxes: readonly KeyedBox[], at: number, keys: BoxKeys): readonly KeyedBox[] {
  const name = DIMENSION_NAMES[at]
  if (name === undefined || boxes.every(({ ids }) => ids[at] === boxes[0]?.ids[at])) return boxes
  const groups = groupBy(boxes, ({ ids }) => ids.with(at, WITHOUT).join())
  if (groups.size === boxes.length) return boxes
  return [...groups.values()].flatMap((group): readonly KeyedBox[] => {
    const [first] = group
    if (first === undefined || group.length === 1) return group
    const all = keys.unionOf(
      group.map(({ box }) => box),
      name,
    )
    const box = { ...first.box, dimensions: { ...first.box.dimensions, [name]: all } }
    return [{ box, ids: first.ids.with(at, keys.idOf(all)) }]
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

/** A box with a number for each dimension, in the order of the names, and one for all else; equal numbers mean equal content. */
interface KeyedBox {
  readonly box: Box
  readonly ids: readonly number[]
}

/** In place of the number of a dimension. */
const WITHOUT = -2

/** Numbers for parts of boxes: lists of senders are long, and most boxes share them. */
class BoxKeys {
  readonly #ids = new Map<string, number>()
  readonly #byClasses = new WeakMap<object, number>()
  readonly #objects = new Map<object | null, number>()
  readonly #unions = new Map<string, AnyClasses>()

  keyed(box: Box): KeyedBox {
    const ids = DIMENSION_NAMES.map((name) => this.idOf(box.dimensions[name] as AnyClasses))
    return { box, ids: [...ids, this.#idOfText(this.#fixedKey(box))] }
  }

  #fixedKey(box: Box): string {
    const { direction, aspect, names, shape, own, kinds, resources, credentials, causes } = box
    const causesKey = causes.map(wordsKey).join()
    const lists = [names, own, kinds, resources].map((list) => list.join('\u0001'))
    return [direction, aspect, shape, credentials, causesKey, ...lists].join('\u0002')
  }

  /** The union along a dimension; the same object for the same classes, from which a report computes once what they have in common. */
  unionOf(boxes: readonly Box[], name: DimensionName): AnyClasses {
    const key = `${name} ${boxes.map(({ dimensions }) => this.#numberOf(dimensions[name])).join()}`
    const known = this.#unions.get(key)
    if (known !== undefined) return known
    const made = union(boxes, name)
    this.#unions.set(key, made)
    return made
  }

  #numberOf(object: object | null): number {
    const number = this.#objects.get(object) ?? this.#objects.size
    this.#objects.set(object, number)
    return number
  }

  /** Of some classes of a dimension. */
  idOf(classes: AnyClasses): number {
    if (classes === null) return -1
    let id = this.#byClasses.get(classes)
    if (id === undefined) {
      id = this.#idOfText([...classes.keys()].sort().join('\u0001'))
      this.#byClasses.set(classes, id)
    }
    return id
  }

  #idOfText(text: string): number {
    const id = this.#ids.get(text) ?? this.#ids.size
    this.#ids.set(text, id)
    return id
  }
}
