/**
 * Asks the gateway why this page's own origin is answered as it is.
 *
 * @module
 */
import { headersOf, type SampleRequest, urlOf } from './sample-requests.ts'

/** What the public explain endpoint says, as far as the page shows it. */
export interface Explained {
  readonly origin: string
  /** Null where it depends on whether the browser sends a cookie along, which it does not tell. */
  readonly reach: boolean | null
  readonly read: boolean
  readonly reason: string
  readonly title: string
  readonly help: string
  readonly contact: string | null
  readonly preflight: { readonly needed: boolean; readonly passes: boolean | null }
}

/** An explanation, or why there is none. */
export type MaybeExplained = Explained | { readonly problem: string }

/** Never rejects. The request is a simple one: any page may ask it without a preflight. */
export async function explain(sample: SampleRequest, api: string): Promise<MaybeExplained> {
  // A picture carries no Origin, and without one there is nobody who could be told anything.
  if (sample.transport === 'image') return { problem: 'a picture carries no Origin to judge by' }
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
          ? `the gateway says ${response.status}`
          : `the gateway answers no more questions for now; ask again in ${wait} seconds`,
    }
  } catch (error) {
    return { problem: `the gateway does not answer: ${String(error)}` }
  }
}
