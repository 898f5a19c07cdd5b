/**
 * The self-test of a bundle: a few questions with the answers of the engine that compiled it. A layer asks them before it swaps a
 * bundle in, so that an engine that decides otherwise is found before it answers anybody.
 *
 * @module
 */
import {
  type Bundle,
  type Decision,
  decide,
  prepare,
  type Resource,
  type Vector,
} from '@marque/core'
import { focusOn } from './focus.ts'
import { type Question, questionsOf, STRANGER } from './questions.ts'
import { compareText } from './sorted.ts'

/** Vectors at most: they ride in every bundle. */
const MOST_VECTORS = 200

/** Granted and denied cases of a resource that are looked at before it goes without. */
const MOST_RESOURCES = MOST_VECTORS

/**
 * Asks for each resource a granted request, a granted preflight and a stranger's request; where there are too many resources,
 * first the granted requests of as many as there is room for.
 *
 * Deterministic; the moment of each case is taken from the dates of the policy, not from the clock. Its cost does not grow with the
 * number of origins: the engine that answers knows only the origins that are asked about.
 *
 * @param bundle A bundle without vectors.
 */
export function selfTestOf(bundle: Bundle): readonly Vector[] {
  const questions = bundle.resources
    .slice(0, MOST_RESOURCES)
    .flatMap((resource) => questionsOf(resource, bundle))
  const origins = new Set(questions.map(({ origin }) => origin))
  const engine = prepare(focusOn(bundle, [...origins, STRANGER]))
  const vectors: Vector[] = []
  for (const purpose of ['actual', 'preflight', 'denied'] as const) {
    const done = new Set<string>()
    for (const question of questions) {
      const { resource, request, context, moment } = question
      if (question.purpose !== purpose || done.has(resource.name)) continue
      if (vectors.length === MOST_VECTORS) break
      const out = decide(engine, request, context, moment)
      if (!serves(question, out)) continue
      done.add(resource.name)
      const rule = ruleOf(question, out)
      vectors.push({
        id: `${resource.name}/${purpose}`,
        rule,
        in: { request, context, moment },
        // Without its sentence: a bundle holds no prose, and a better wording must not give it another name.
        out: { ...out, detail: '' },
      })
    }
  }
  return vectors.sort((a, b) => compareText(a.id, b.id))
}

/** Whether the answer is of the kind that the question was made for; another resource may have taken the request. */
function serves({ purpose, resource }: Question, out: Decision): boolean {
  if (out.resource !== resource.name) return false
  switch (purpose) {
    case 'actual':
      return out.reason === 'granted' || out.reason === 'granted-any' || out.reason === 'reach-only'
    case 'preflight':
      return out.status === 204
    case 'denied':
      return !out.read && out.reason === 'origin-not-granted'
  }
}

function ruleOf({ purpose, resource }: Question, out: Decision): Vector['rule'] {
  if (purpose === 'preflight') return 'D18'
  if (purpose === 'denied') return 'D17'
  if (out.reason === 'reach-only') return 'D14'
  return isOpen(resource) ? 'D10' : 'D20'
}

function isOpen(resource: Resource): boolean {
  return resource.grants.every(({ any }) => any)
}
