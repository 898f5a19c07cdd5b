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
  let merged = boxes
  for (let before = Number.POSITIVE_INFINITY; merged.length < before; ) {
    before = merged.length
    for (const name of DIMENSION_NAMES) merged = mergeAlong(merged, name)
  }
  return merged
}

function mergeAlong(boxes: readonly Box[], name: DimensionName): readonly Box[] {
  const groups = Map.groupBy(boxes, (box) => keyWithout(box, name))
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

const KEYS = new WeakMap<object, string>()

/** Classes as a text; each map is written once. */
function textOf(classes: AnyClasses): string {
  if (classes === null) return '*'
  let text = KEYS.get(classes)
  if (text === undefined) {
    text = [...classes.keys()].sort().join('\u0001')
    KEYS.set(classes, text)
  }
  return text
}

/** Everything but one dimension. */
function keyWithout(box: Box, without: DimensionName): string {
  const { direction, aspect, names, shape, own, kinds, resources, credentials, causes } = box
  const fixed = JSON.stringify([
    direction,
    aspect,
    names,
    shape,
    own,
    kinds,
    resources,
    credentials,
    causes.map(({ kind, says }) => [kind, says]),
  ])
  const others = DIMENSION_NAMES.filter((name) => name !== without).map((name) =>
    textOf(box.dimensions[name] as AnyClasses),
  )
  return `${fixed}\u0002${others.join('\u0002')}`
}
