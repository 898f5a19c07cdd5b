/**
 * All that is known of one request when it is over: the verdict, what the browser gave to script, what the application saw.
 *
 * @module
 */
import type { Arrival } from '../api/arrivals.ts'
import type { Ask } from './catalogue.ts'
import { explain, type MaybeExplained } from './explain.ts'
import { type Outcome, perform } from './perform.ts'

/** What a page, or the frame in it, finds out by itself. */
export interface Found {
  readonly explained: MaybeExplained
  readonly outcome: Outcome
}

export interface Answer extends Found {
  /** Empty where it never came to the application. */
  readonly arrivals: readonly Arrival[]
}

/** Sends the request, and asks why it is answered so. */
export async function find(ask: Ask, api: string, id: string): Promise<Found> {
  const outcome = await perform(ask, api, id)
  return { outcome, explained: await explain(ask, api) }
}

/** What the application saw of a request, told by the page's own server, as no page in real life would be. */
export async function arrivalsOf(id: string): Promise<readonly Arrival[]> {
  const response = await fetch(`/seen?ask=${id}`)
  return (await response.json()) as readonly Arrival[]
}
