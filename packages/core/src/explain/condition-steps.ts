/**
 * Steps about conditions (D11): each part that a grant names, and whether it holds.
 *
 * @module
 */
import type { Condition } from '../bundle/bundle.ts'
import { conditionHolds, type Facts, rolesOf, scopesOf, versionOf } from '../decide/conditions.ts'
import { factsOf } from '../decide/grants.ts'
import type { GrantPlan, Plan } from '../decide/plan.ts'
import type { Question } from '../decide/question.ts'
import type { Json } from '../request.ts'
import { quote, quoteAll } from '../text/quote.ts'
import type { Trail } from './trail.ts'

/** Asked of requests and WebSockets; what a preflight ignores is said elsewhere. */
export function onConditions(
  trail: Trail,
  plan: Plan,
  { grant }: GrantPlan,
  question: Question,
): void {
  if (grant.when === null || question.kind === 'preflight') return
  const facts = factsOf(plan, question)
  for (const { part, text } of partsOf(grant.when, facts)) {
    trail.check('D11', conditionHolds(part, facts), text)
  }
}

interface Part {
  readonly part: Condition
  readonly text: string
}

/** A condition taken apart, so that each part can be asked alone. */
function partsOf(condition: Condition, facts: Facts): readonly Part[] {
  const { apiVersion, roles, scopes, authenticatedWithin, claims } = condition
  const parts: Part[] = []
  if (apiVersion !== undefined) {
    const text = `the API version must be one of ${quoteAll(apiVersion)}${versionText(facts)}`
    parts.push({ part: { apiVersion }, text })
  }
  if (roles !== undefined) {
    const text = `the sender must have one of the roles ${quoteAll(roles)}, and has ${held(rolesOf(facts))}`
    parts.push({ part: { roles }, text })
  }
  if (scopes !== undefined) {
    const text = `the sender must have all of the scopes ${quoteAll(scopes)}, and has ${held(scopesOf(facts))}`
    parts.push({ part: { scopes }, text })
  }
  if (authenticatedWithin !== undefined) {
    const text = `the login must be at most ${authenticatedWithin / 1000} s old, and ${loginText(facts)}`
    parts.push({ part: { authenticatedWithin }, text })
  }
  for (const [pointer, wanted] of Object.entries(claims ?? {})) {
    const text = `the claim ${quote(pointer)} must be ${quote(wantedText(wanted))}`
    parts.push({ part: { claims: { [pointer]: wanted } }, text })
  }
  return parts
}

function versionText(facts: Facts): string {
  const source = facts.sources.apiVersion
  if (source !== undefined && 'path' in source) return ', as the path says'
  const version = versionOf(source, facts)
  return version === undefined ? ', and none is known' : `, and is ${quote(version)}`
}

function held(words: readonly Json[]): string {
  const texts = words.filter((word) => typeof word === 'string')
  return texts.length === 0 ? 'none that is known' : quoteAll(texts)
}

function loginText({ context, now }: Facts): string {
  const age = Math.floor((now - (context.authenticatedAt ?? Number.NaN)) / 1000)
  return Number.isFinite(age) ? `is ${age} s old` : 'its instant is not known'
}

function wantedText(wanted: Json): string {
  return typeof wanted === 'string' ? wanted : JSON.stringify(wanted)
}
