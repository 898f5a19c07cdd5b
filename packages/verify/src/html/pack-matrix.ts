/**
 * Observations to the data of the page.
 *
 * @module
 */
import type { Decision, HeaderLine } from '@marque/core'
import type { Observation } from '../comparison/index.ts'
import type { OriginRole, Probe } from '../probes/index.ts'
import type { Verification } from '../run/index.ts'
import { visible } from './markup.ts'
import { type Head, type MatrixData, VERDICTS } from './matrix-data.ts'
import { answerWords, decisionWords, isPolicyHeader, NO_ORIGIN, ROLES } from './words.ts'

/** Bounds on the page. A layer chooses its header values: without them, it would choose the size of the report. */
const LIMITS = {
  /** Answers; those that differ come first. */
  answers: 200_000,
  /** Characters of all texts. */
  characters: 10_000_000,
  /** Characters of one header line. */
  line: 600,
  /** Header lines of one answer. */
  lines: 40,
}

/** Each text once. Past the budget, new texts are replaced by a note. */
class Table<T> {
  readonly entries: T[] = []
  readonly #indexes = new Map<string, number>()
  readonly #budget: { left: number }
  readonly #overflow: T
  #overflowIndex: number | undefined

  constructor(budget: { left: number }, overflow: T) {
    this.#budget = budget
    this.#overflow = overflow
  }

  /** The index of the entry with this key, which `make` makes where it is new. */
  indexOf(key: string, make: () => T): number {
    const known = this.#indexes.get(key)
    if (known !== undefined) return known
    if (this.#budget.left < key.length) {
      this.#overflowIndex ??= this.entries.push(this.#overflow) - 1
      return this.#overflowIndex
    }
    this.#budget.left -= key.length
    this.#indexes.set(key, this.entries.length)
    return this.entries.push(make()) - 1
  }
}

const LEFT_OUT = 'left out: the report would be too large'

/** @param limits For tests. */
export function packMatrix(
  { report, observations }: Verification,
  titles: readonly string[],
  limits: typeof LIMITS = LIMITS,
): MatrixData {
  const budget = { left: limits.characters }
  const names = report.layers.map(({ name }) => name)
  const layers = new Map(names.map((name, index) => [name, index]))
  const resources = new Map<string | null, number>()
  const origins = new Table<MatrixData['origins'][number]>(budget, {
    text: LEFT_OUT,
    role: ROLES.length - 1,
    note: '',
  })
  const lines = new Table<string>(budget, LEFT_OUT)
  const overflow: Head = [LEFT_OUT, []]
  const requests = new Table(budget, overflow)
  const decisions = new Table(budget, overflow)
  const answers = new Table(budget, overflow)
  const differences = new Table<string>(budget, LEFT_OUT)
  const probeIndexes = new Map<number, number>()
  const probes = { request: [], resource: [], origin: [] } as Columns<MatrixData['probes']>

  const headOf = (table: Table<Head>, text: string, headers: readonly HeaderLine[]): number => {
    const indexes = headers.slice(0, limits.lines).map(([name, value]) => {
      const line = `${name}: ${value}`
      const cut = line.length > limits.line ? `${line.slice(0, limits.line)} …` : line
      return lines.indexOf(cut, () => visible(cut))
    })
    return table.indexOf(`${text} ${indexes.join()}`, () => [visible(text), indexes])
  }
  const originOf = ({ value, role, nearMiss }: Probe['origin']): number =>
    origins.indexOf(`${role} ${value} ${nearMiss?.of} ${nearMiss?.fault}`, () => ({
      text: value === null ? NO_ORIGIN : visible(value),
      role: ROLE_INDEXES.get(role) ?? 0,
      note: nearMiss === null ? '' : visible(`${nearMiss.fault} of ${nearMiss.of}`),
    }))
  const probeOf = (probe: Probe): number => {
    const known = probeIndexes.get(probe.id)
    if (known !== undefined) return known
    const index = probes.request.length
    probeIndexes.set(probe.id, index)
    const kind = probe.kind === 'actual' ? '' : ` (${probe.kind})`
    const login = probe.withCredentials ? ', with credentials' : ''
    probes.request.push(
      headOf(requests, `${probe.method} ${probe.url}${kind}${login}`, probe.headers),
    )
    const resource = resources.get(probe.resource) ?? resources.size
    resources.set(probe.resource, resource)
    probes.resource.push(resource)
    probes.origin.push(originOf(probe.origin))
    return index
  }
  const decisionOf = (decision: Decision): number =>
    headOf(decisions, decisionWords(decision), decisionHeaders(decision))

  const rows = selectRows(observations, limits.answers)
  const columns: Columns<MatrixData['observations']> = {
    layer: [],
    probe: [],
    repeat: [],
    expected: [],
    answer: [],
    difference: [],
    verdict: [],
  }
  for (const observation of rows) {
    const { probe, repeat, layer, expected, answer, failure, differs } = observation
    const layerIndex = layers.get(layer)
    if (layerIndex === undefined) continue
    const decided = expected.map(decisionOf)
    const headers = (answer?.headers ?? []).filter(([name]) => isPolicyHeader(name))
    columns.layer.push(layerIndex)
    columns.probe.push(probeOf(probe))
    columns.repeat.push(repeat)
    columns.expected.push(decided.length === 1 ? (decided[0] ?? 0) : decided)
    columns.answer.push(
      headOf(answers, answerWords(answer?.status ?? null, failure?.message), headers),
    )
    const words = differs.join(', ').replaceAll('-', ' ')
    columns.difference.push(differences.indexOf(`differs ${words}`, () => words))
    columns.verdict.push(VERDICTS.indexOf(verdictOf(observation)))
  }
  return {
    layers: names.map(visible),
    resources: [...resources.keys()].map((name) => (name === null ? null : visible(name))),
    roles: ROLES.map(({ words }) => words),
    origins: origins.entries,
    lines: lines.entries,
    requests: requests.entries,
    decisions: decisions.entries,
    answers: answers.entries,
    differences: differences.entries,
    probes,
    observations: columns,
    omitted: observations.length - rows.length,
    findings: report.findings.map(({ layer, alsoSeenAt, resource, path }, index) => ({
      title: visible(titles[index] ?? ''),
      layers: [layer, ...alsoSeenAt].map(visible),
      resource: path === '' || resource === null ? null : visible(resource),
    })),
  }
}

type Columns<T> = {
  -readonly [Key in keyof T]: T[Key] extends readonly (infer Entry)[] ? Entry[] : never
}

const ROLE_INDEXES: ReadonlyMap<OriginRole, number> = new Map(
  ROLES.map(({ role }, index) => [role, index]),
)

function verdictOf({ answer, differs, isHarmless }: Observation): (typeof VERDICTS)[number] {
  if (answer === null) return 'unanswered'
  if (differs.length === 0) return 'right'
  return isHarmless ? 'harmless' : 'differs'
}

/** All, or those that are not as decided and the first of the others; in their order. */
function selectRows(observations: readonly Observation[], most: number): readonly Observation[] {
  if (observations.length <= most) return observations
  const wrong = observations.filter((one) => verdictOf(one) !== 'right').length
  const room = { wrong: Math.min(wrong, most), right: Math.max(0, most - wrong) }
  return observations.filter((one) => {
    const kind = verdictOf(one) === 'right' ? 'right' : 'wrong'
    room[kind] -= 1
    return room[kind] >= 0
  })
}

/** What a layer sets, `Vary` included. */
function decisionHeaders({ headers, vary }: Decision): readonly HeaderLine[] {
  return vary.length === 0 ? headers : [...headers, ['vary', vary.join(', ')]]
}
