import type { Bundle } from '@marque/core'
import type { JudgeInput } from '@marque/core/engine'
import { type Choice, type Dimension, type Dimensions, dimensionsOf } from '@marque/policy/cells'
import type { Omission } from './invariance.ts'

export interface OmissionCase {
  readonly name: string
  readonly omission: Omission
  /** The bundle after, where random edits show the omission too seldom. */
  readonly after?: (before: Bundle) => Bundle
}

/** A token for a resource is not valid for the same resource under another name. */
function withRenamedResources(before: Bundle): Bundle {
  const renamed = before.resources.map((resource) => ({ ...resource, name: `${resource.name}x` }))
  return { ...before, resources: renamed }
}

/** Replaces one dimension. */
function without<Name extends keyof JudgeInput>(
  name: Name,
  change: (dimension: Dimension<JudgeInput[Name]>) => Dimension<JudgeInput[Name]>,
): Omission {
  return {
    dimensions: (pair, classes): Dimensions => {
      const dimensions = dimensionsOf(pair, classes)
      return { ...dimensions, [name]: change(dimensions[name]) }
    },
  }
}

/** The dimension without some of its classes. */
function dropping<Value>(
  isDropped: (choice: Choice<Value>) => boolean,
): (dimension: Dimension<Value>) => Dimension<Value> {
  return ({ choices, keyOf }) => ({
    choices: (read) => {
      const found = choices(read)
      return typeof found === 'string' ? found : found.filter((choice) => !isDropped(choice))
    },
    keyOf,
  })
}

/** The dimension with classes that have equal keys, as `merge` makes them, taken for one. */
function merging<Value>(
  merge: (key: string) => string,
): (dimension: Dimension<Value>) => Dimension<Value> {
  return ({ choices, keyOf }) => ({
    choices: (read) => {
      const found = choices(read)
      if (typeof found === 'string') return found
      const merged = new Map<string, Choice<Value>>()
      for (const choice of found) {
        const key = merge(choice.key)
        if (!merged.has(key)) merged.set(key, { ...choice, key })
      }
      return [...merged.values()]
    },
    keyOf: (inputs) => merge(keyOf(inputs)),
  })
}

/** What a report says of a class, as far as the cases read it. */
interface AnyAtom {
  readonly kind?: string
  readonly names?: readonly string[]
  readonly senders?: readonly string[]
}

const atomOf = ({ atom }: { readonly atom: unknown }): AnyAtom => atom ?? {}

const isKind =
  (kind: string) =>
  (choice: { readonly atom: unknown }): boolean =>
    atomOf(choice).kind === kind

export const omissionCases: readonly OmissionCase[] = [
  { name: 'the origin `null`', omission: without('origin', dropping(isKind('null'))) },
  { name: 'a malformed origin', omission: without('origin', dropping(isKind('malformed'))) },
  { name: 'several Origin lines', omission: without('origin', dropping(isKind('several'))) },
  {
    name: 'origins that only a pattern with a port holds',
    omission: without(
      'origin',
      dropping((choice) => {
        const [text = ''] = atomOf(choice).senders ?? []
        return text.includes('*.') && /:[0-9]+$/.test(choice.values[0].value)
      }),
    ),
  },
  {
    name: 'the class of a method in the rules',
    omission: without(
      'method',
      merging((key) => key.replaceAll(/[A-Za-z]/g, '')),
    ),
  },
  {
    name: 'the methods that grants cover',
    omission: without(
      'method',
      merging((key) => key.replaceAll(/[01]/g, '')),
    ),
  },
  {
    name: 'request header names that no grant has',
    omission: without(
      'requestHeaders',
      dropping((choice) => isKind('names')(choice) && atomOf(choice).names?.includes('*') === true),
    ),
  },
  {
    name: 'cookies',
    omission: without(
      'cookie',
      merging(() => ''),
    ),
  },
  {
    name: 'Authorization',
    omission: without(
      'authorization',
      merging(() => ''),
    ),
  },
  {
    name: 'navigations from other sites',
    omission: without(
      'site',
      merging((key) => (key === 'navigation' ? 'other' : key)),
    ),
  },
  {
    name: 'the end of lists and grants',
    omission: without(
      'now',
      merging(() => ''),
    ),
  },
  {
    name: 'conditions',
    omission: without(
      'facts',
      merging(() => ''),
    ),
  },
  {
    name: 'the token of the other side',
    omission: without(
      'token',
      merging((key) => (key === 'none' ? key : String(key.includes('true')))),
    ),
    after: withRenamedResources,
  },
  { name: 'own origins', omission: { places: ({ senders }) => senders.own.length === 0 } },
  {
    name: 'hosts below a suffix',
    omission: { places: (_, { host }) => !host.startsWith('any.') },
  },
  {
    name: 'API versions in the path',
    omission: {
      places: (_, { wheres }) =>
        wheres.every((where) => typeof where === 'string' || where.version === null),
    },
  },
  {
    name: 'tenants',
    omission: {
      places: (_, { wheres }) =>
        wheres.every((where) => typeof where === 'string' || where.tenant === null),
    },
  },
  { name: '`OPTIONS *`', omission: { places: (_, { segments }) => segments !== null } },
]
