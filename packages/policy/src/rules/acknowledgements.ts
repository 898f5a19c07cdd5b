/**
 * Warnings that a policy accepts for a time, and acknowledgements that are mistakes themselves.
 *
 * @module
 */
import { formatInstant } from '@marque/core/instant'
import { ruleOf } from '../catalogue/index.ts'
import { type Finding, type RawFinding, RETIRED_CODES } from '../findings/index.ts'
import { groupBy } from '../group-by.ts'
import type { Model, ModelAcknowledgement } from '../read/index.ts'
import { type Pointer, shorten } from '../text/index.ts'
import { isBlank, type Judgement, originLists } from './judgement.ts'

/** A warning that the policy accepts. */
export interface AcknowledgedFinding extends Finding {
  readonly acknowledged: {
    readonly why: string
    readonly by: string
    /** RFC 3339. */
    readonly until: string
  }
}

/** Judges each acknowledgement by itself; whether it silences anything is found by {@link acknowledge}. */
export function* judgeAcknowledgements({ model, now }: Judgement): Iterable<RawFinding> {
  for (const { path, code, why, by, until } of model.acknowledgements) {
    if (!isElsewhere(code)) {
      const severity = ruleOf(code)?.severity
      if (severity !== 'warning') yield notAWarning(path, code, severity)
    }
    for (const [key, text] of [
      ['why', why],
      ['by', by],
    ] as const) {
      if (!isBlank(text)) continue
      yield {
        code: 'MQ-418',
        path: `${path}/${key}`,
        message: `the acknowledgement has no \`${key}\``,
        value: text,
      }
    }
    if (until <= now) {
      yield {
        code: 'MQ-417',
        path: `${path}/until`,
        message: `the acknowledgement of \`${shorten(code)}\` ended at ${formatInstant(until)}`,
      }
    }
  }
}

function notAWarning(
  path: Pointer,
  code: string,
  severity: Finding['severity'] | undefined,
): RawFinding {
  const successor = Object.hasOwn(RETIRED_CODES, code)
    ? RETIRED_CODES[code as keyof typeof RETIRED_CODES][0]
    : undefined
  const is =
    severity === undefined
      ? successor === undefined
        ? 'is not the code of a finding'
        : `was replaced by \`${successor}\``
      : severity === 'error'
        ? 'is an error, which cannot be acknowledged'
        : 'is a note, which needs no acknowledgement'
  return {
    code: 'MQ-415',
    path: `${path}/code`,
    message: `\`${shorten(code)}\` ${is}`,
    value: shorten(code),
  }
}

/** Findings of the comparison with an OpenAPI document: known only where that is compared ({@link judgeUnusedElsewhere}). */
function isElsewhere(code: string): boolean {
  return /^MQ-8[0-9]{2}$/.test(code)
}

/** Findings without those that are accepted, those, and the acknowledgements that match nothing. */
export interface Acknowledged {
  readonly open: readonly Finding[]
  readonly acknowledged: readonly AcknowledgedFinding[]
  readonly unused: readonly ModelAcknowledgement[]
}

/** The parts of the policy that a finding is about, as JSON Pointers. */
export type PlacesOf = (finding: Finding) => readonly Pointer[]

/**
 * Takes the warnings that are acknowledged at `now` out of the findings. Errors and notes stay, whatever is acknowledged.
 *
 * Linear in the findings, and in the origins of the policy where it has acknowledgements.
 *
 * @param placesOf A finding about several parts is acknowledged once it is at each of them, and one about none never is.
 */
export function acknowledge(
  model: Model,
  findings: readonly Finding[],
  now: number,
  placesOf: PlacesOf = ({ path }) => [path],
): Acknowledged {
  if (model.acknowledgements.length === 0) return { open: findings, acknowledged: [], unused: [] }
  const byCode = groupBy(model.acknowledgements, ({ code }) => code)
  const places = placesIn(model)
  const used = new Set<ModelAcknowledgement>()
  const open: Finding[] = []
  const acknowledged: AcknowledgedFinding[] = []
  for (const finding of findings) {
    const known = finding.severity === 'warning' ? (byCode.get(finding.code) ?? []) : []
    const inForce = (known.length === 0 ? [] : placesOf(finding)).map((path) => {
      const matching = known.filter(({ at }) => isAt(path, places.get(at) ?? NOWHERE))
      for (const one of matching) used.add(one)
      return matching.find((one) => one.until > now && !isBlank(one.why) && !isBlank(one.by))
    })
    const [first] = inForce
    if (first === undefined || inForce.includes(undefined)) open.push(finding)
    else {
      const { why, by, until } = first
      acknowledged.push({ ...finding, acknowledged: { why, by, until: formatInstant(until) } })
    }
  }
  return { open, acknowledged, unused: model.acknowledgements.filter((one) => !used.has(one)) }
}

/** MQ-416: reports acknowledgements without a finding. One with a wrong code, or of another package, is left out. */
export function* judgeUnused(
  model: Model,
  unused: readonly ModelAcknowledgement[],
): Iterable<RawFinding> {
  if (unused.length === 0) return
  const places = placesIn(model)
  for (const one of unused) {
    if (isElsewhere(one.code) || ruleOf(one.code)?.severity !== 'warning') continue
    yield ofNothing(one, places, `there is no warning \`${one.code}\` at \`${shorten(one.at)}\``)
  }
}

/** What is known where findings of another package are made. */
export interface Elsewhere {
  /** The severity of its codes; `undefined` for others. */
  readonly severityOf: (code: string) => Finding['severity'] | undefined
  readonly placesOf: PlacesOf
}

/**
 * MQ-415 and MQ-416 for codes of another package.
 *
 * @param open Its findings that are not acknowledged.
 */
export function* judgeUnusedElsewhere(
  model: Model,
  { open, unused }: Acknowledged,
  { severityOf, placesOf }: Elsewhere,
): Iterable<RawFinding> {
  const places = placesIn(model)
  for (const one of unused) {
    const { path, code, at } = one
    if (!isElsewhere(code)) continue
    const severity = severityOf(code)
    if (severity !== 'warning') {
      yield notAWarning(path, code, severity)
      continue
    }
    const isNowhere = open.some((other) => other.code === code && placesOf(other).length === 0)
    yield ofNothing(
      one,
      places,
      isNowhere
        ? `the warning \`${code}\` is not about a resource of the policy, so it cannot be acknowledged`
        : `there is no warning \`${code}\` at \`${shorten(at)}\``,
    )
  }
}

function ofNothing(
  { path, code, at }: ModelAcknowledgement,
  places: ReadonlyMap<string, Places>,
  message: string,
): RawFinding {
  const known = places.has(at)
  return {
    code: 'MQ-416',
    path: known ? path : `${path}/at`,
    message: known
      ? message
      : `the policy has no resource, set, tenant, exception or origin \`${shorten(at)}\``,
    value: shorten(known ? code : at),
  }
}

/** Where a name is: a part of the document with all below it, or single entries. */
interface Places {
  readonly parts: Pointer[]
  readonly entries: Set<Pointer>
}

const NOWHERE: Places = { parts: [], entries: new Set() }

function placesIn(model: Model): ReadonlyMap<string, Places> {
  const places = new Map<string, Places>()
  const placeOf = (name: string): Places => {
    const known = places.get(name) ?? { parts: [], entries: new Set() }
    places.set(name, known)
    return known
  }
  for (const { name, path } of [...model.resources, ...model.sets, ...model.members]) {
    placeOf(name).parts.push(path)
  }
  for (const { id, resource, path } of model.requests) {
    placeOf(id).parts.push(path)
    if (resource !== null && resource !== id) placeOf(resource).parts.push(path)
  }
  for (const { origin, path } of model.exceptions) placeOf(origin.text).parts.push(path)
  for (const list of originLists(model)) {
    for (const { text, path } of list) placeOf(text).entries.add(path)
  }
  for (const entries of [model.self.everywhere ?? [], ...model.self.byEnvironment.values()]) {
    for (const { text, path } of entries) placeOf(text).entries.add(path)
  }
  return places
}

function isAt(path: Pointer, { parts, entries }: Places): boolean {
  return entries.has(path) || parts.some((part) => path === part || path.startsWith(`${part}/`))
}
