/**
 * A case in which one grant lets the request through, found by running candidates.
 *
 * @module
 */
import {
  type Grantee,
  type GrantRequestOptions,
  grantRequests,
  type IndexedGrant,
  type SampleRequest,
} from '../requests/index.ts'
import type { PreparedPolicy } from './prepare-policy.ts'
import { type CaseRun, runCase } from './run-case.ts'
import type { TestCase } from './test-file.ts'

/** Candidates of one grant and list that are run at most. */
const MOST_CANDIDATES = 5000

export interface FoundCase {
  /** The run of the case, its `expect` empty; null where no candidate was let through by the grant. */
  readonly found: CaseRun | null
  /** The first candidate that was not: its run says why. */
  readonly missed: CaseRun | null
}

/**
 * Looks for a request of one of the grantees that this grant, and no other, lets through.
 *
 * @param now The instant of the test file, epoch milliseconds; a case at another instant has its own `now`.
 */
export function findCase(
  prepared: PreparedPolicy,
  wanted: IndexedGrant,
  grantees: readonly Grantee[],
  now: number,
  options: GrantRequestOptions,
): FoundCase {
  let missed: CaseRun | null = null
  let count = 0
  for (const request of grantRequests(prepared.bundle, wanted, grantees, now, options)) {
    const run = runCase(prepared, caseOf(request, wanted, prepared, now, options), now)
    if (isAllowedBy(run, wanted)) return { found: run, missed }
    missed ??= run
    if (++count === MOST_CANDIDATES) break
  }
  return { found: null, missed }
}

function isAllowedBy({ allowedBy }: CaseRun, { resource, grant, index }: IndexedGrant): boolean {
  return (
    allowedBy !== null &&
    allowedBy.resource === resource.name &&
    allowedBy.grant === index &&
    allowedBy.exception === grant.exception
  )
}

function caseOf(
  { origin, method, url, headers, context, now: instant }: SampleRequest,
  { grant }: IndexedGrant,
  { base }: PreparedPolicy,
  now: number,
  { webSocket = false }: GrantRequestOptions,
): TestCase {
  return {
    name: 'sample',
    path: '',
    at: { line: 1, column: 1 },
    origin,
    method,
    url: webSocket ? url.replace(/^http/, 'ws') : shortenUrl(url, base),
    webSocket,
    headers,
    credentials: grant.credentials,
    context,
    now: instant === now ? null : instant,
    expect: {},
  }
}

/** A path alone, where the URL is on the policy's first own origin. */
function shortenUrl(url: string, base: string): string {
  return url.startsWith(`${base}/`) ? url.slice(base.length) : url
}
