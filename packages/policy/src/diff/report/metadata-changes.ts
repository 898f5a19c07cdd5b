/**
 * What a policy says otherwise and no decision shows: names, sensitivity, the contact.
 *
 * @module
 */
import type { Resource } from '@marque/core'
import { SAMPLE_INSTANT } from '../../requests/index.ts'
import type { Change } from '../change.ts'
import { type Ask, answersTo, requestOf } from '../evaluate/index.ts'
import { entryOf, type Sides } from '../pair/index.ts'
import type { Cell } from '../routing/index.ts'
import { pathsText } from './sentences.ts'

/** The contact that denied developers are told. */
export function policyChanges(sides: Sides, stranger: string): readonly Change[] {
  const [before, after] = [sides[0].bundle, sides[1].bundle]
  if (before.contact === after.contact) return []
  const text = (contact: string | null): string => (contact === null ? 'nobody' : `\`${contact}\``)
  const what = `denied developers are referred to ${text(after.contact)} instead of ${text(before.contact)}`
  const [self = ''] = after.self
  const url = `${self.replace('{tenant}', 'any')}/`
  return [statement(sides, null, what, ['/**'], ['*'], askFor(url, 'GET', stranger))]
}

/** Names and sensitivities of resources that decide the same requests. */
export function resourceChanges(
  sides: Sides,
  cells: readonly Cell[],
  stranger: string,
): readonly Change[] {
  const pairs = new Map<string, { paths: Set<string>; methods: Set<string>; cell: Cell }>()
  for (const cell of cells) {
    const [before, after] = cell.routes.map(({ resource }) => resource)
    if (cell.spelling !== null || !before || !after) continue
    const key = JSON.stringify([before, after])
    const pair = entryOf(pairs, key, () => ({ paths: new Set(), methods: new Set(), cell }))
    for (const [method, { paths }] of cell.asked) {
      pair.methods.add(method)
      for (const path of paths) pair.paths.add(path)
    }
  }
  return [...pairs.values()].flatMap(({ paths, methods, cell }) => {
    const [first] = cell.asked
    const before = sides[0].resources.get(cell.routes[0].resource ?? '')
    const after = sides[1].resources.get(cell.routes[1].resource ?? '')
    if (before === undefined || after === undefined || first === undefined) return []
    const [method, { url }] = first
    const ask = askFor(url, method, stranger)
    const called = [[...paths].sort(), [...methods].sort()] as const
    return statementsOn(before, after, called[0]).map((what) =>
      statement(sides, after, what, ...called, ask),
    )
  })
}

function statementsOn(
  before: Resource,
  after: Resource,
  paths: readonly string[],
): readonly string[] {
  const found: string[] = []
  if (before.name !== after.name) {
    found.push(
      `\`${after.name}\` decides ${pathsText(paths)}, which \`${before.name}\` decided: tokens and lockdowns for \`${before.name}\` do not hold there`,
    )
  }
  if (before.sensitivity !== after.sensitivity) {
    found.push(`the sensitivity is \`${after.sensitivity}\` instead of \`${before.sensitivity}\``)
  }
  return found
}

function statement(
  sides: Sides,
  resource: Resource | null,
  what: string,
  paths: readonly string[],
  methods: readonly string[],
  ask: Ask,
): Change {
  return {
    direction: 'equal',
    aspect: 'answer',
    resource: resource?.name ?? null,
    sensitivity: resource?.sensitivity ?? null,
    origin: '*',
    origins: ['*'],
    paths,
    methods,
    headers: [],
    tenant: null,
    credentials: false,
    during: null,
    condition: null,
    what,
    witness: { in: requestOf(ask), ...answersTo(sides, ask) },
  }
}

function askFor(url: string, method: string, origin: string): Ask {
  return {
    shape: 'actual',
    url,
    method,
    origins: [origin],
    credentials: 'none',
    from: 'nowhere',
    names: [],
    setting: { headers: [], contextAt: () => ({}), told: null, isBare: true },
    moment: { now: SAMPLE_INSTANT },
  }
}
