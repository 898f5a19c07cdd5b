/**
 * Everything that differs at one cell, for every kind of sender.
 *
 * @module
 */
import { coversMethod, type Grant, type Sensitivity } from '@marque/core'
import type { Ask } from './ask.ts'
import { type Budget, spend } from './budget.ts'
import type { Cell } from './cells.ts'
import { classesIn, type RulesPair, type SenderClass } from './classes.ts'
import { entryOf } from './entry-of.ts'
import { type Finding, mergeOver, withOdd } from './findings.ts'
import { isToldBy, pointsOf, type Told, tell } from './hits.ts'
import { CALM, contradicted, modesFor } from './modes.ts'
import { isEcho, noteOn } from './notes.ts'
import type { OriginGroups } from './origin-groups.ts'
import { countOf, hitsIn, type Subject } from './questions.ts'
import { type Docket, docketFor } from './reduced.ts'
import type { Senders } from './senders.ts'
import { settingsFor } from './settings.ts'
import type { Sides } from './sides.ts'
import { spansOf } from './times.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What judging needs beside the cell. */
export interface Court {
  readonly sides: Sides
  readonly vocabulary: Vocabulary
  readonly groups: OriginGroups
  readonly stranger: string
  readonly senders: Senders
  readonly budget: Budget
}

/** What is the same for all findings of a cell. */
type Frame = Pick<Finding, 'pair' | 'resource' | 'sensitivity' | 'spelling'>

/** Senders that no browser is: they are told together with those that they go with. */
const ODD: ReadonlySet<SenderClass['kind']> = new Set(['malformed', 'several'])

const RANKS: readonly Sensitivity[] = ['public', 'internal', 'confidential', 'restricted']

/** @returns What was found, or why it could not be. */
export function judge(court: Court, cell: Cell, rules: RulesPair): readonly Finding[] | string {
  const findings: Finding[] = []
  const odd = new Set<number>()
  const frame = frameOf(cell, rules)
  for (const sender of classesIn(cell, rules, court.groups, court.stranger)) {
    const own: Finding[] = []
    const docket = docketFor(court.sides, cell, rules, sender)
    for (const { methods, paths, subject } of subjectsIn(court, cell, docket)) {
      if (subject === null) return 'its conditions can hold in too many combinations'
      const told = tellAll(court, cell, docket, subject)
      if (told === null) return 'it would take too many questions'
      const who = [court.senders.add(sender)]
      if (ODD.has(sender.kind)) for (const one of who) odd.add(one)
      for (const one of told) own.push({ ...one, ...frame, who, methods, paths })
    }
    findings.push(...mergeOver(own, 'methods'))
  }
  return withOdd(mergeOver(mergeOver(findings, 'who'), 'methods'), odd)
}

type Answer = Omit<Told, 'direction'> & Pick<Finding, 'direction' | 'incident' | 'note' | 'isEcho'>

function tellAll(
  court: Court,
  cell: Cell,
  { sides, rules }: Docket,
  subject: Subject,
): readonly Answer[] | null {
  const { budget } = court
  const noTenant = court.vocabulary.otherWord
  const normal = cell.told ? contradicted(noTenant) : CALM
  const modes = cell.told ? [] : modesFor(sides, cell, rules, subject.sender, noTenant)
  const grants = Math.max(...rules.map((one) => one.grants.length))
  if (!spend(budget, countOf(subject) * (1 + modes.length), grants)) return null
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

function noted(note: string, ask: Ask, { routes: [before, after] }: Cell): Answer {
  const isUnknown = before.status === 'unknown' || after.status === 'unknown'
  return {
    direction: 'equal',
    aspect: 'answer',
    headers: [],
    credentials: ['none'],
    during: null,
    condition: null,
    websocket: false,
    allowed: false,
    tenants: [after.tenant ?? before.tenant ?? (isUnknown ? '?' : '')],
    incident: false,
    note,
    isEcho: false,
    ask,
  }
}

interface SubjectOf {
  readonly methods: readonly string[]
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
    { method: string; url: string; methods: string[]; paths: string[] }
  >()
  for (const [method, { url, paths, here }] of cell.asked) {
    const covered = fitting.flat().map(({ methods }) => coversMethod(methods, method))
    const called = [...(sender.kind === 'own' ? here : paths)].sort()
    const key = JSON.stringify([covered, kindOf(method, sender), called])
    const group = entryOf(alike, key, () => ({ method, url, methods: [], paths: called }))
    group.methods.push(method === vocabulary.otherMethod ? '*' : method)
  }
  const spans = spansOf(rules, sender)
  for (const { method, url, methods, paths } of alike.values()) {
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
    yield { methods, paths, subject }
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
