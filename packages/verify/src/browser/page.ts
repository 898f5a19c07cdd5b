/**
 * The page that sends the requests.
 *
 * @module
 */

/** The path of the page at every origin. Nothing below it is asked of a layer. */
export const PAGE_PATH = '/.well-known/marque/verify-page'

/** The path of the page with the opaque origin `null`. */
export const OPAQUE_PAGE_PATH = `${PAGE_PATH}-opaque`

/** What script sends: `fetch`, or a WebSocket where the URL is one. */
export interface PageCall {
  readonly url: string
  readonly method: string
  readonly headers: readonly (readonly [string, string])[]
  readonly credentials: boolean
  /** Milliseconds after which the page gives up. */
  readonly timeout: number
}

/** What script learns: status and names of headers of an answer, the open WebSocket, or an error. */
export type PageResult =
  | { readonly status: number; readonly names: readonly string[] }
  | { readonly open: true }
  | { readonly failed: string }

/** The source of a function in the page that takes a {@link PageCall} and promises a {@link PageResult}. */
export const PAGE_FUNCTION = 'globalThis.marqueVerify'

/** Plain JavaScript for browsers, without a `Content-Security-Policy` of its own. */
export const PAGE_HTML = `<!doctype html><meta charset="utf-8"><title>marque verify</title><link rel="icon" href="data:,"><script>
${PAGE_FUNCTION} = async ({ url, method, headers, credentials, timeout }) => {
  const late = new Promise((resolve) => setTimeout(resolve, timeout, { failed: 'no answer in time' }))
  const byFetch = async () => {
    const answer = await fetch(url, { method, headers, credentials: credentials ? 'include' : 'omit', mode: 'cors', redirect: 'manual' })
    if (answer.type === 'opaqueredirect') return { failed: 'redirect' }
    await answer.arrayBuffer()
    return { status: answer.status, names: [...answer.headers.keys()] }
  }
  const bySocket = () => new Promise((resolve) => {
    const socket = new WebSocket(url)
    socket.onopen = () => { resolve({ open: true }); socket.close() }
    socket.onerror = () => resolve({ failed: 'error event' })
  })
  try {
    return await Promise.race([/^ws/.test(url) ? bySocket() : byFetch(), late])
  } catch (error) {
    return { failed: String(error && error.message) }
  }
}
</script>`
