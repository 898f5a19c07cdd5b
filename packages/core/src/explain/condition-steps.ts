/**
 * Steps about conditions (D11): each part that a grant names, and whether it holds.
 *
 * @module
 */
import type { Condition } from '../bundle/index.ts'
import {
  conditionHolds,
  type EvaluationInput,
  type Facts,
  factsOf,
  rolesOf,
  scopesOf,
  versionOf,
} from '../decide/index.ts'
import type { PreparedGrant } from '../prepared/index.ts'
import { quote, quoteAll } from '../quote.ts'
import type { Json } from '../request.ts'
import type { StepList } from './step-list.ts'

/** For actual requests and WebSockets; preflights ignore conditions. */
export function explainConditions(
  steps: StepList,
  { grant }: PreparedGrant,
  input: EvaluationInput,
): void {
  if (grant.when === null || input.kind === 'preflight') return
  const facts = factsOf(input)
  for (const { part, text } of partsOf(grant.when, facts)) {
    steps.check('D11', conditionHolds(part, facts), text)
  }
}

interface Part {
  readonly part: Condition
  readonly text: string
}

/** The parts of a condition, each checked on its own. */
function partsOf(condition: Condition, facts: Facts): readonly Part[] {
  const { apiVersion, roles, scopes, authenticatedWithin, claims } = condition
  const parts: Part[] = []
  if (apiVersion !== undefined) {
    const text = `the API version must be one of ${quoteAll(apiVersion)}${versionText(facts)}`
    parts.push({ part: { apiVersion }, text })
  }
  if (roles !== undefined) {
    const text = `the client must have one of the roles ${quoteAll(roles)}, and has ${namesText(rolesOf(facts))}`
    parts.push({ part: { roles }, text })
  }
  if (scopes !== undefined) {
    const text = `the client must have all of the scopes ${quoteAll(scopes)}, and has ${namesText(scopesOf(facts))}`
    parts.push({ part: { scopes }, text })
  }
  if (authenticatedWithin !== undefined) {
    const text = `the login must be at most ${authenticatedWithin / 1000} s old, and ${loginText(facts)}`
    parts.push({ part: { authenticatedWithin }, text })
  }
  for (const [pointer, expected] of Object.entries(claims ?? {})) {
    const text = `the claim ${quote(pointer)} must be ${quote(claimText(expected))}`
    parts.push({ part: { claims: { [pointer]: expected } }, text })
  }
  return parts
}

function versionText(facts: Facts): string {
  const source = facts.sources.apiVersion
  if (source !== undefined && 'path' in source) return ', which the path has'
  const version = versionOf(source, facts)
  return version === undefined ? ', and is unknown' : `, and is ${quote(version)}`
}

function namesText(names: readonly Json[]): string {
  const texts = names.filter((name) => typeof name === 'string')
  return texts.length === 0 ? 'none that is known' : quoteAll(texts)
}

function loginText({ request }: Facts): string {
  const { authenticatedAt = Number.NaN } = request.facts.context
  const age = Math.floor((request.now - authenticatedAt) / 1000)
  return Number.isFinite(age) ? `is ${age} s old` : 'its time is unknown'
}

function claimText(expected: Json): string {
  return typeof expected === 'string' ? expected : JSON.stringify(expected)
}
