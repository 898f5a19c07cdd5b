/**
 * Requests the explanation of a decision for this page's origin from the gateway.
 *
 * @module
 */
import { headersOf, type SampleRequest, urlOf } from './sample-requests.ts'

/** The fields of the public explain endpoint's response that the page shows. */
export interface Explained {
  readonly origin: string
  /** Null if it depends on whether the browser sends a cookie, which the endpoint cannot know. */
  readonly reach: boolean | null
  readonly read: boolean
  readonly reason: string
  readonly title: string
  readonly help: string
  readonly contact: string | null
  readonly preflight: { readonly needed: boolean; readonly passes: boolean | null }
}

/** An explanation, or the reason why it is missing. */
export type MaybeExplained = Explained | { readonly problem: string }

/** Never rejects. The request is a simple one, so it needs no preflight. */
export async function explain(sample: SampleRequest, api: string): Promise<MaybeExplained> {
  // An image request has no Origin, and the endpoint explains decisions only for an origin.
  if (sample.transport === 'image') return { problem: 'an image request has no Origin to explain' }
  try {
    const response = await fetch(`${api}/.well-known/marque/explain`, {
      method: 'POST',
      credentials: 'omit',
      body: JSON.stringify({
        url: urlOf(sample, api, ''),
        method: sample.method,
        headers: headersOf(sample),
        credentials: sample.credentials,
      }),
    })
    if (response.ok) return (await response.json()) as Explained
    const wait = response.headers.get('retry-after')
    return {
      problem:
        wait === null
          ? `the gateway responded with ${response.status}`
          : `rate limit of the explain endpoint reached; retry in ${wait} seconds`,
    }
  } catch (error) {
    return { problem: `the gateway does not respond: ${String(error)}` }
  }
}
