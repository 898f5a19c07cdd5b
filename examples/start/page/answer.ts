/**
 * The complete result of one request: the verdict, what the browser exposed to script, what the application received.
 *
 * @module
 */
import type { LoggedRequest } from '../api/index.ts'
import { explain, type MaybeExplained } from './explain.ts'
import { type Outcome, perform } from './perform.ts'
import type { SampleRequest } from './sample-requests.ts'

/** The part of the result that a page, or its sandboxed frame, determines itself. */
export interface Found {
  readonly explained: MaybeExplained
  readonly outcome: Outcome
}

export interface Answer extends Found {
  /** Empty if the request did not reach the application. */
  readonly requestLog: readonly LoggedRequest[]
}

/** Sends the request, and fetches the explanation of its result. */
export async function find(sample: SampleRequest, api: string, id: string): Promise<Found> {
  const outcome = await perform(sample, api, id)
  return { outcome, explained: await explain(sample, api) }
}

/** The application's log entries of a request, served by the page's own server; a real page has no access to them. */
export async function arrivalsOf(id: string): Promise<readonly LoggedRequest[]> {
  const response = await fetch(`/seen?ask=${id}`)
  return (await response.json()) as readonly LoggedRequest[]
}
