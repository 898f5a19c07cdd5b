/**
 * The dimension of Access-Control-Request-Headers (D24).
 *
 * @module
 */
import { checkNames, type JudgeInput } from '@marque/core/engine'
import { firstUnused } from '../../requests/index.ts'
import { bothSides, type PolicySides, type Sides } from '../sides.ts'
import type { NamesAtom } from './atom.ts'
import type { Choice, Dimension } from './dimension.ts'
import { grantsForBoth, type NumberedGrant, type ResourcePair } from './pair.ts'

type Lines = JudgeInput['requestHeaders']

/** Classes at most. */
const MOST_CLASSES = 512

/** Beyond the limit of bytes. */
const LONG: readonly string[] = ['x'.repeat(8193)]

/** By which grants for the origin and the method cover the names. A set of names is covered where each of them is. */
export function namesDimension(pair: ResourcePair): Dimension<Lines> {
  return {
    choices: (read) => {
      const [origin, method] = [read('origin').values, read('method').values]
      const grants = bothSides((side) =>
        grantsForBoth(pair, side, { origin: origin[side], method: method[side] }),
      )
      return choicesOf(pair.policies, grants)
    },
    keyOf: (inputs) => {
      const grants = bothSides((side) => grantsForBoth(pair, side, inputs[side]))
      return verdicts(grants, inputs[0].requestHeaders)
    },
  }
}

/** By what the grants of both sides cover. */
const KNOWN = new WeakMap<PolicySides, Map<string, ReturnType<typeof choicesFor>>>()

/** The choices depend on nothing but the names that the grants have. */
function choicesOf(
  policies: PolicySides,
  grants: Sides<readonly NumberedGrant[]>,
): ReturnType<typeof choicesFor> {
  const known = KNOWN.get(policies) ?? new Map<string, ReturnType<typeof choicesFor>>()
  KNOWN.set(policies, known)
  const key = JSON.stringify(
    grants.map((side) => side.map(({ prepared }) => prepared.grant.requestHeaders)),
  )
  const choices = known.get(key) ?? choicesFor(grants)
  known.set(key, choices)
  return choices
}

interface NamesClass {
  readonly lines: Lines
  readonly names: string[]
  readonly together: boolean
}

function choicesFor(grants: Sides<readonly NumberedGrant[]>): readonly Choice<Lines>[] | string {
  const classes = new Map<string, NamesClass>()
  const none = verdicts(grants, null)
  classes.set(none, { lines: null, names: [], together: false })
  const named = new Set(
    grants
      .flat()
      .flatMap(({ prepared }) => prepared.grant.requestHeaders.filter((name) => name !== '*')),
  )
  named.add('authorization')
  const other = firstUnused(['x-other'], 'x-other', named)
  for (const name of [...[...named].sort(), other]) {
    const key = verdicts(grants, [name])
    const known = classes.get(key)
    const text = name === other ? '*' : name
    if (known === undefined) classes.set(key, { lines: [name], names: [text], together: false })
    else known.names.push(text)
  }
  if (!addCombinations(grants, classes)) return 'its grants name request headers in too many ways'
  const long = verdicts(grants, LONG)
  if (!classes.has(long)) classes.set(long, { lines: LONG, names: [], together: false })
  return [...classes].map(([key, { lines, names, together }]): Choice<Lines> => {
    const kind = key === none ? 'none' : lines === LONG ? 'long' : 'names'
    const atom: Omit<NamesAtom, 'key' | 'siblings'> = { kind, names: names.sort(), together }
    return { key, values: [lines, lines], atom }
  })
}

/** Two names together can be what neither is alone: covered by no grant. @returns Whether there were not too many. */
function addCombinations(
  grants: Sides<readonly NumberedGrant[]>,
  classes: Map<string, NamesClass>,
): boolean {
  const single = [...classes.values()]
  const open = [...single]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const { lines } of single) {
      if (one.lines === null || lines === null) continue
      const joined = [...new Set([...one.lines, ...lines])]
      const key = verdicts(grants, joined)
      if (classes.has(key)) continue
      if (classes.size >= MOST_CLASSES) return false
      const made = { lines: joined, names: joined, together: true }
      classes.set(key, made)
      open.push(made)
    }
  }
  return true
}

/** One letter for each grant. No line, and lines without a name, are covered. */
function verdicts(grants: Sides<readonly NumberedGrant[]>, lines: Lines): string {
  const verdict = ({ prepared }: NumberedGrant): string =>
    lines === null ? 'covered' : checkNames(lines, prepared.requestHeaders)
  return grants.map((one) => one.map((grant) => verdict(grant).slice(0, 1)).join('')).join(' > ')
}
