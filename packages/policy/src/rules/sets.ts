/**
 * Origin sets, and `self`.
 *
 * @module
 */
import { hostEndOf, isLoopbackHost, withoutTrailingDot } from '@marque/core'
import type { RawFinding } from '../findings/index.ts'
import { type ModelOrigin, type ModelSet, selfOf } from '../read/index.ts'
import { type Judgement, originLists } from './judgement.ts'
import { findCovering, indexPatterns } from './origin-index.ts'

/** Judges every list, then the use of the sets. */
export function* judgeSets(judgement: Judgement): Iterable<RawFinding> {
  for (const list of originLists(judgement.model)) yield* judgeList(list)
  yield* judgeUse(judgement)
  for (const set of judgement.model.sets) yield* judgeMixture(set)
  yield* judgeOwnOrigins(judgement)
}

function* judgeList(list: readonly ModelOrigin[]): Iterable<RawFinding> {
  if (list.length < 2) return
  const patterns = indexPatterns(list)
  const seen = new Set<string>()
  for (const origin of list) {
    if (seen.has(origin.text)) {
      yield {
        code: 'MQ-305',
        path: origin.path,
        message: `\`${origin.text}\` is listed twice`,
        value: origin.text,
      }
      continue
    }
    seen.add(origin.text)
    const wider = findCovering(patterns, origin)
    if (wider !== undefined) {
      yield {
        code: 'MQ-307',
        path: origin.path,
        message: `\`${origin.text}\` is covered by \`${wider.text}\` in the same list`,
        value: origin.text,
      }
    }
  }
}

/** Entries of sets looked at for {@link judgeTwoSets}; beyond it the check stops, since these are notes only. */
const MAX_ENTRIES = 5_000_000

function* judgeUse(judgement: Judgement): Iterable<RawFinding> {
  const used = new Set<string>()
  const compared = new Map<string, string | null>()
  let left = MAX_ENTRIES
  for (const resource of judgement.model.resources) {
    for (const grant of resource.grants) {
      const named = new Map<string, ModelSet>()
      for (const { name, path } of grant.sets) {
        used.add(name)
        const set = judgement.sets.get(name)
        if (named.has(name)) {
          yield {
            code: 'MQ-306',
            path,
            message: `the set \`${name}\` is named twice in this grant`,
            value: name,
          }
        } else if (set !== undefined) named.set(name, set)
      }
      if (named.size < 2) continue
      const key = [...named.keys()].sort().join(' ')
      if (!compared.has(key)) {
        for (const set of named.values()) left -= set.allow.length
        compared.set(key, left < 0 ? null : twice([...named.values()]))
      }
      const message = compared.get(key)
      if (message != null) yield { code: 'MQ-306', path: `${grant.path}/origins`, message }
    }
  }
  for (const set of judgement.model.sets) {
    if (used.has(set.name)) continue
    yield {
      code: 'MQ-303',
      path: set.path,
      at: 'key',
      message: `no grant names the set \`${set.name}\``,
      value: set.name,
    }
  }
}

function twice(sets: readonly ModelSet[]): string | null {
  const holder = new Map<string, string>()
  for (const set of sets) {
    for (const { text } of set.allow) {
      const other = holder.get(text)
      if (other === undefined) holder.set(text, set.name)
      else if (other !== set.name) {
        return `\`${text}\` is in the set \`${other}\` and in the set \`${set.name}\` of one grant`
      }
    }
  }
  return null
}

/**
 * A label, or a part of one, that is common for systems other than production. The last label is skipped: `.test` and `.dev` are
 * top-level names.
 */
const TRIAL_HOST =
  /(?:^|[.\-_0-9])(?:dev|develop|development|preprod|previews?|qa|sandbox|stage|staging|stg|test|testing|uat)(?:[-_0-9][^.]*)?\./

/** The host without a trailing dot, or what follows `*` in it; loopback where the entry could not be read. */
function hostTextOf({ exact, pattern }: ModelOrigin): string {
  const end = pattern === null ? null : hostEndOf(pattern)
  return withoutTrailingDot(end ?? (exact ?? pattern)?.host ?? 'localhost')
}

/** One finding a set: it is the set that must be divided. */
function* judgeMixture(set: ModelSet): Iterable<RawFinding> {
  if (set.environments !== null && !set.environments.includes('production')) return
  let trial: ModelOrigin | undefined
  let production: ModelOrigin | undefined
  for (const origin of set.allow) {
    const host = hostTextOf(origin)
    if (isLoopbackHost(host)) continue
    if (TRIAL_HOST.test(host)) trial ??= origin
    else production ??= origin
    if (trial !== undefined && production !== undefined) break
  }
  if (trial === undefined || production === undefined) return
  yield {
    code: 'MQ-321',
    path: trial.path,
    message: `\`${trial.text}\` looks like a test system and is in the set \`${set.name}\` together with \`${production.text}\``,
    value: trial.text,
  }
}

/**
 * With one origin to guard, a request from it is never cross-origin. With several, a page of one may call the other, and then the
 * grant is needed (D6).
 */
function* judgeOwnOrigins({ model, environment }: Judgement): Iterable<RawFinding> {
  const entries = model.self.byEnvironment.get(environment) ?? model.self.everywhere ?? []
  const own = entries[0]?.text
  if (entries.length !== 1 || own === undefined) return
  for (const list of originLists(model)) {
    for (const origin of list) {
      if (origin.text !== own) continue
      yield {
        code: 'MQ-335',
        path: origin.path,
        message: `\`${own}\` is the API itself: requests from it are never cross-origin`,
        value: own,
      }
    }
  }
}

/** MQ-188: `self` names no origins for the environment. */
export function judgeEnvironment({ model, environment }: Judgement): readonly RawFinding[] {
  if (selfOf(model, environment) !== undefined) return []
  const known = [...model.self.byEnvironment.keys()].map((name) => `\`${name}\``)
  return [
    {
      code: 'MQ-188',
      path: '/self',
      message: `\`self\` has no entry for the environment \`${environment}\``,
      help:
        known.length === 0
          ? `list the public origins of \`${environment}\` under \`self\``
          : `list its public origins under \`self\`, or use the environment ${known.join(' or ')}`,
      value: environment,
    },
  ]
}
