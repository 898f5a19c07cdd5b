/**
 * All that is known of one request when it is over: the verdict, what the browser gave to script, what the application saw.
 *
 * @module
 */
import type { LoggedRequest } from '../api/index.ts'
import { explain, type MaybeExplained } from './explain.ts'
import { type Outcome, perform } from './perform.ts'
import type { SampleRequest } from './sample-requests.ts'

/** What a page, or the frame in it, finds out by itself. */
export interface Found {
  readonly explained: MaybeExplained
  readonly outcome: Outcome
}

export interface Answer extends Found {
  /** Empty where it never came to the application. */
  readonly requestLog: readonly LoggedRequest[]
}

/** Sends the request, and fetches the explanation of its result. */
export async function find(sample: SampleRequest, api: string, id: string): Promise<Found> {
  const outcome = await perform(sample, api, id)
  return { outcome, explained: await explain(sample, api) }
}

/** What the application saw of a request, told by the page's own server, as no page in real life would be. */
export async function arrivalsOf(id: string): Promise<readonly LoggedRequest[]> {
  const response = await fetch(`/seen?ask=${id}`)
  return (await response.json()) as readonly LoggedRequest[]
}
