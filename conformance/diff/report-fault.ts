/**
 * What the report of a comparison asserts, checked with random requests in both directions: what changes is reported, and what is reported changes.
 *
 * @module
 */
import { type Bundle, decide, prepare } from '@marque/core'
import { type Change, type Difference, diff } from '@marque/policy/diff'
import { type Case, caseOf, covers, falseClaims } from './cover.ts'
import { dice } from './dice.ts'
import { type In, throwRequest } from './requests.ts'
import { shiftsOf } from './shifts.ts'

/** What was checked. */
export interface ReportCounts {
  requests: number
  /** Requests that change. */
  differing: number
  changes: number
}

/**
 * The first fault of the report of a pair, as a text: a change that is lost, a claim that is false, a witness that does not show its change. Null for
 * none, and where a part is undecided.
 */
export function findReportFault(
  before: Bundle,
  after: Bundle,
  seed: number,
  requests: number,
  counts: ReportCounts,
): string | null {
  const difference = diff(before, after)
  if (difference.undecided.length > 0) return null
  const random = dice(seed)
  const thrown = Array.from({ length: requests }, () =>
    plainRequest(throwRequest([before, after], random)),
  )
  const words = wordsOf([before, after])
  const witnesses = difference.changes.map(({ witness }) => witness.in)
  counts.changes += difference.changes.length
  for (const change of difference.changes) {
    if (faultOf(change.witness.in, [before, after], difference, change) !== null) {
      return `the witness does not show its change: ${JSON.stringify({ ...change, witness: change.witness.in })}`
    }
  }
  for (const asked of [...witnesses, ...thrown]) {
    const path = asked.request.url.replace(/^[^/]*\/\/[^/?*]*/, '').replace(/\?.*$/, '')
    if (!isPlain(path) || isCaseVariant(path, words)) continue
    counts.requests++
    const fault = faultOf(asked, [before, after], difference, null)
    if (fault === 'differs') counts.differing++
    else if (fault !== null) return `${fault}: ${JSON.stringify(asked)}`
  }
  return null
}

/** @param shown The change that the request must show; null for any. */
function faultOf(
  asked: In,
  bundles: readonly [Bundle, Bundle],
  { changes }: Difference,
  shown: Change | null,
): string | null {
  const { request, context, moment } = asked
  const [a, b] = bundles.map((bundle) => decide(engineOf(bundle), request, context, moment))
  if (a === undefined || b === undefined) return 'no decision'
  const one: Case = caseOf(asked, a, b, bundles)
  const shifts = shiftsOf(asked, a, b, bundles)
  if (shown !== null) return shifts.some((shift) => covers(shown, shift, one)) ? null : 'not shown'
  const lost = shifts.find((shift) => !changes.some((change) => covers(change, shift, one)))
  if (lost !== undefined) return `lost ${JSON.stringify(lost)}`
  for (const change of changes) {
    const [wrong] = falseClaims(change, shifts, one)
    if (wrong !== undefined)
      return `false claim ${JSON.stringify([change.what, change.direction, wrong])}`
  }
  return shifts.length > 0 ? 'differs' : null
}

const ENGINES = new WeakMap<Bundle, ReturnType<typeof prepare>>()

function engineOf(bundle: Bundle): ReturnType<typeof prepare> {
  const engine = ENGINES.get(bundle) ?? prepare(bundle)
  ENGINES.set(bundle, engine)
  return engine
}

/** Without what is not compared: incidents and a tenant that the layer reports. */
function plainRequest({ request, context, moment }: In): In {
  const { tenant: _, ...facts } = context
  return { request, context: facts, moment: { now: moment.now } }
}

/** A path of characters that no layer decodes, splits or drops, without empty segments: no other spelling gets more (D4). */
function isPlain(path: string): boolean {
  return path === '*' || /^(?:\/[A-Za-z0-9\-._~!$&'()+,=:@]+)*\/?$/.test(path)
}

function wordsOf(bundles: readonly Bundle[]): ReadonlySet<string> {
  const texts = bundles.flatMap(({ tenants, tenancy, context, resources }) => [
    ...Object.keys(tenants),
    ...Object.values(tenancy ?? {}).flat(),
    ...Object.values(context.apiVersion ?? {}),
    ...resources.flatMap(({ match, grants }) => [
      ...match.map(({ path }) => path),
      ...grants.flatMap(({ when }) => when?.apiVersion ?? []),
    ]),
  ])
  return new Set(texts.flatMap((text) => text.split('/')))
}

/** Whether a segment is a word of the policies but for its case. */
function isCaseVariant(path: string, words: ReadonlySet<string>): boolean {
  const segments = path.split('/')
  return [...words].some((word) => {
    const folded = word.toLowerCase()
    return segments.some((segment) => segment !== word && segment.toLowerCase() === folded)
  })
}
