/**
 * Everything that differs at one cell, for every kind of sender.
 *
 * @module
 */
import { coversMethod, type Grant, type Sensitivity } from '@marque/core'
import { type Budget, spend } from './budget.ts'
import {
  type Ask,
  CALM,
  contradicted,
  countOf,
  hitsIn,
  modesFor,
  type Subject,
  settingsFor,
  spansOf,
} from './evaluate/index.ts'
import { entryOf, type Sides, type Vocabulary } from './pair/index.ts'
import {
  type Finding,
  isEcho,
  isToldBy,
  mergeOver,
  noteOn,
  pointsOf,
  type Told,
  tell,
  withOdd,
} from './report/index.ts'
import type { Cell } from './routing/index.ts'
import {
  classesIn,
  type Docket,
  docketFor,
  fitsText,
  type OriginGroups,
  type RulesPair,
  type SenderClass,
  type Senders,
  withoutGuests,
} from './senders/index.ts'

/** What judging needs beside the cell. */
export interface Court {
  readonly sides: Sides
  readonly vocabulary: Vocabulary
  readonly groups: OriginGroups
  readonly stranger: string
  readonly senders: Senders
  readonly budget: Budget
  /** What was told of subjects that meet the same texts, by these texts. */
  readonly known: Map<string, readonly Answer[]>
}

/** What is the same for all findings of a cell. */
type Frame = Pick<Finding, 'pair' | 'resource' | 'sensitivity' | 'spelling'>

/** Senders that no browser is: they are told together with those that they go with. */
const ODD: ReadonlySet<SenderClass['kind']> = new Set(['malformed', 'several'])

const RANKS: readonly Sensitivity[] = ['public', 'internal', 'confidential', 'restricted']

/** What was found at a cell, and why some of it could not be. */
export interface Judgement {
  readonly findings: readonly Finding[]
  readonly left: ReadonlySet<string>
}

export function judge(court: Court, cell: Cell, rules: RulesPair): Judgement {
  const findings: Finding[] = []
  const left = new Set<string>()
  const odd = new Set<number>()
  const frame = frameOf(cell, rules)
  for (const sender of classesIn(cell, rules, court.groups, court.stranger)) {
    const own: Finding[] = []
    const docket = docketFor(court.sides, cell, rules, sender)
    for (const { methods, kind, paths, subject } of subjectsIn(court, cell, docket)) {
      const told = subject === null ? TOO_MANY_FACTS : tellKnown(court, cell, docket, subject, kind)
      if (typeof told === 'string') {
        left.add(told)
        continue
      }
      const who = [court.senders.add(sender)]
      if (ODD.has(sender.kind)) for (const one of who) odd.add(one)
      for (const one of told) {
        // The reason of a refusal is another for whom the stranger stands.
        const of = one.note === '' ? who : [court.senders.add(withoutGuests(sender))]
        // An own origin of a tenant says by itself whose it is.
        const tenants = sender.kind === 'own' ? [''] : one.tenants
        own.push({ ...one, ...frame, who: of, methods, paths, tenants })
      }
    }
    for (const one of mergeOver(own, 'methods')) findings.push(one)
  }
  return { findings: withOdd(mergeOver(mergeOver(findings, 'who'), 'methods'), odd), left }
}

const TOO_MANY_FACTS = 'its conditions can hold in too many combinations'
const TOO_MANY_QUESTIONS = 'it would take too many questions'

export type Answer = Omit<Told, 'direction'> &
  Pick<Finding, 'direction' | 'incident' | 'note' | 'isEcho'>

/**
 * Tells a subject as one was told before that meets the same texts, with its own request. Of two that differ in more than these (whose
 * origin or tenant is a fact that a condition reads, whose path is read in several ways) each is asked.
 */
function tellKnown(
  court: Court,
  cell: Cell,
  docket: Docket,
  subject: Subject,
  kind: string,
): readonly Answer[] | string {
  const key = textOf(cell, docket, kind)
  const known = key === null ? undefined : court.known.get(key)
  if (known === undefined) {
    const told = tellAll(court, cell, docket, subject)
    if (key !== null && typeof told !== 'string') court.known.set(key, told)
    return told
  }
  const { url, method, sender } = subject
  return known.map((one) => ({
    ...one,
    tenants: [tenantOf(cell)],
    ask: { ...one.ask, url, method, origins: sender.origins },
  }))
}

function textOf(
  { routes: [before, after], versions, spelling, told }: Cell,
  { rules, sender }: Docket,
  kind: string,
): string | null {
  const fits = sender.fits.flatMap((one, side) =>
    one.flatMap(({ at }) => rules[side === 0 ? 0 : 1].grants[at]?.grant ?? []),
  )
  const isOwn = fits.some(({ token, when }) => token || when?.claims !== undefined)
  if (sender.kind === 'own' || spelling !== null || before.tenant !== after.tenant || isOwn) {
    return null
  }
  return JSON.stringify([
    [before.status, after.status, told, sender.kind, kind],
    rules.map(({ text, hasConditions }, at) => [text, hasConditions ? versions[at] : '']),
    [fitsText(rules[0], sender.fits[0]), fitsText(rules[1], sender.fits[1])],
  ])
}

function tenantOf({ routes: [before, after] }: Cell): string {
  const isUnknown = before.status === 'unknown' || after.status === 'unknown'
  return after.tenant ?? before.tenant ?? (isUnknown ? '?' : '')
}

function tellAll(
  court: Court,
  cell: Cell,
  { sides, rules }: Docket,
  subject: Subject,
): readonly Answer[] | string {
  const { budget } = court
  const noTenant = court.vocabulary.otherWord
  const normal = cell.told ? contradicted(noTenant) : CALM
  const modes = cell.told ? [] : modesFor(sides, cell, rules, subject.sender, noTenant)
  const grants = Math.max(...rules.map((one) => one.grants.length))
  if (!spend(budget, countOf(subject) * (1 + modes.length), grants)) return TOO_MANY_QUESTIONS
  const notes = new Map<string, { readonly ask: Ask; readonly isEcho: boolean }>()
  const calm = hitsIn(sides, subject, normal, (ask, answers) => {
    const note = noteOn(ask, answers)
    const isTold = subject.sender.kind === 'listed' || subject.sender.kind === 'stranger'
    if (note === null || !isTold || notes.has(note)) return
    notes.set(note, { ask, isEcho: isEcho(answers) })
  })
  const versions = versionsInPath(sides)
  const found: Answer[] = tell(calm, subject, rules, versions).map((one) => ({
    ...one,
    condition: normal.words ?? one.condition,
    incident: cell.told,
    note: '',
    isEcho: false,
  }))
  if (calm.length === 0) {
    for (const [note, { ask, isEcho }] of notes) found.push({ ...noted(note, ask, cell), isEcho })
  }
  const points = pointsOf(calm)
  for (const mode of modes) {
    const hits = hitsIn(sides, subject, mode, () => {}).filter((hit) => !isToldBy(hit, points))
    for (const one of tell(hits, subject, rules, versions)) {
      found.push({ ...one, condition: mode.words, incident: true, note: '', isEcho: false })
    }
  }
  return found
}

function noted(note: string, ask: Ask, cell: Cell): Answer {
  return {
    direction: 'equal',
    aspect: 'answer',
    headers: [],
    credentials: ['none'],
    during: null,
    condition: null,
    websocket: false,
    allowed: false,
    tenants: [tenantOf(cell)],
    incident: false,
    note,
    isEcho: false,
    ask,
  }
}

interface SubjectOf {
  readonly methods: readonly string[]
  /** Which grants cover the methods, and what the rules themselves make of them. */
  readonly kind: string
  readonly paths: readonly string[]
  /** Null where the conditions are too many. */
  readonly subject: Subject | null
}

/** One subject for each group of methods that no rule tells apart. */
function* subjectsIn(
  { vocabulary }: Court,
  cell: Cell,
  { sides, rules, sender }: Docket,
): Iterable<SubjectOf> {
  const fitting = ([0, 1] as const).map((side) =>
    sender.fits[side].flatMap(({ at }) => rules[side].grants[at]?.grant ?? []),
  )
  const alike = new Map<
    string,
    { method: string; kind: string; url: string; methods: string[]; paths: string[] }
  >()
  for (const [method, { url, paths, here }] of cell.asked) {
    const covered = fitting.flat().map(({ methods }) => coversMethod(methods, method))
    const called = [...(sender.kind === 'own' ? here : paths)].sort()
    const kind = JSON.stringify([covered, kindOf(method, sender)])
    const key = JSON.stringify([kind, called])
    const group = entryOf(alike, key, () => ({ method, kind, url, methods: [], paths: called }))
    group.methods.push(method === vocabulary.otherMethod ? '*' : method)
  }
  const spans = spansOf(rules, sender)
  for (const { method, kind, url, methods, paths } of alike.values()) {
    const granting = fitting.map((grants) =>
      grants.filter((grant) => coversMethod(grant.methods, method)),
    )
    const settings = settingsFor({
      grants: [granting[0] ?? [], granting[1] ?? []],
      sources: [sides[0].bundle.context, sides[1].bundle.context],
      resources: [rules[0].resource?.name ?? null, rules[1].resource?.name ?? null],
      tenants: [cell.routes[0].tenant, cell.routes[1].tenant],
      origin: sender.origins[0] ?? '',
    })
    const isOwn = sender.kind === 'own'
    const subject = settings && {
      sender,
      url,
      method,
      spans,
      settings,
      names: namesOf(granting.flat(), isOwn, vocabulary),
      otherHeader: vocabulary.otherHeader,
      websocket: method === 'GET' && (isOwn || granting.flat().some((grant) => grant.websocket)),
    }
    yield { methods, kind, paths, subject }
  }
}

/** Methods that the rules tell apart whatever is granted (D14, D17, D25, D26). */
function kindOf(method: string, { kind }: SenderClass): string {
  const isSpecial = method === 'GET' || (method === 'POST' && kind === 'null')
  if (isSpecial) return method
  return method === 'HEAD' || method === 'POST' || method === 'OPTIONS' ? 'simple' : ''
}

function namesOf(
  grants: readonly Grant[],
  isOwn: boolean,
  { otherHeader }: Vocabulary,
): readonly string[] {
  if (grants.length === 0 && !isOwn) return []
  const named = grants.flatMap(({ requestHeaders }) => requestHeaders)
  return [
    ...new Set([...named.filter((name) => name !== '*'), 'authorization', otherHeader]),
  ].sort()
}

function frameOf({ spelling }: Cell, rules: RulesPair): Frame {
  const [before, after] = rules.map(({ resource }) => resource)
  const known = [before, after].flatMap((resource) => resource?.sensitivity ?? [])
  const rank = Math.max(...known.map((sensitivity) => RANKS.indexOf(sensitivity)))
  return {
    pair: JSON.stringify([before?.name ?? null, after?.name ?? null]),
    resource: after?.name ?? before?.name ?? null,
    sensitivity: RANKS[rank] ?? null,
    spelling,
  }
}

function versionsInPath(sides: Sides): readonly [boolean, boolean] {
  const isInPath = sides.map(({ bundle: { context } }) => {
    return context.apiVersion !== undefined && 'path' in context.apiVersion
  })
  return [isInPath[0] ?? false, isInPath[1] ?? false]
}
