/**
 * The `fetch` of the SDK.
 *
 * @module
 */
import { type Api, type Apis, readApis } from './apis.ts'
import { diagnose, type Sources } from './diagnose.ts'
import { openAsk } from './explanation.ts'
import { type Failure, MarqueFetchError } from './fetch-error.ts'
import { page, watchBlocked } from './page.ts'

export interface FetchOptions {
  /** The APIs that the page asks. Others get no credentials, and nobody asks them why a request failed. */
  readonly apis: readonly Api[]
  /** Whether the API is asked why a request failed; true where it is left out. */
  readonly explain?: boolean
  /** What sends the requests; the runtime's own `fetch` where it is left out. */
  readonly fetch?: typeof fetch
}

/**
 * Makes a `fetch` that sends credentials only where they are granted, and says why a request failed.
 *
 * - To another origin, `credentials` is `include` on the listed paths and `omit` everywhere else. What a caller says in `init` may take away and
 *   never add; `same-origin` that a `Request` has of itself counts as nothing said. Within the page's own origin `include` becomes `same-origin`, so
 *   that no redirect carries it on.
 * - A request is sent once. Timeouts and signals reject as they do without the SDK, while a failure is explained too.
 * - An answer is an answer, a readable 403 included: `readProblem` reads what it says.
 *
 * @returns A function with the promises of `fetch`, but for its rejection: {@link MarqueFetchError} in the place of the browser's `TypeError`. What
 *   `new Request` throws at the caller's mistakes is rejected as it is.
 * @throws {TypeError} An origin or a path of `apis` is none.
 *
 * @example
 * ```ts
 * const fetch = createFetch({ apis: [{ origin: 'https://api.example.com', credentials: ['/v1/account/**'] }] })
 * const answer = await fetch('https://api.example.com/v1/account/me') // with cookies
 * ```
 */
export function createFetch(options: FetchOptions): typeof fetch {
  const apis = readApis(options.apis)
  const native = options.fetch ?? globalThis.fetch
  // Browsers refuse their own fetch as a method of anything but the window.
  const send: typeof fetch = (input, init) => native(input, init)
  const sources: Sources = {
    apis,
    ask: options.explain === false ? null : openAsk(send),
    blocked: watchBlocked(),
  }
  return async (input, init) => {
    const request = withCredentials(new Request(input, init), init?.credentials, apis)
    try {
      return await send(request)
    } catch (error) {
      const { signal, method, url } = request
      signal.throwIfAborted()
      if (!(error instanceof TypeError)) throw error
      const failure = await unlessAborted(signal, diagnose(request, sources))
      throw new MarqueFetchError(failure, method, url.replace(/[?#].*/s, ''), error)
    }
  }
}

/** @param said What the caller's `init` says. */
function withCredentials(
  request: Request,
  said: Request['credentials'] | undefined,
  apis: Apis,
): Request {
  const credentials = credentialsOf(request, said, apis)
  if (credentials === request.credentials) return request
  // Any init at all resets the referrer (Fetch, new Request, step 13).
  const { referrer, referrerPolicy } = request
  return new Request(request, { credentials, referrer, referrerPolicy })
}

function credentialsOf(
  { credentials, url, method, mode }: Request,
  said: Request['credentials'] | undefined,
  apis: Apis,
): Request['credentials'] {
  // A service worker that passes a navigation on: it is not the page's request.
  if (mode === 'navigate') return credentials
  const to = new URL(url)
  if (to.origin === page().origin) return credentials === 'include' ? 'same-origin' : credentials
  if (apis.get(to.origin)?.(to, method) !== true) return 'omit'
  return credentials === 'same-origin' && said === undefined ? 'include' : credentials
}

/** Rejects as soon as the caller gives up. */
function unlessAborted(signal: AbortSignal, failure: Promise<Failure>): Promise<Failure> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    const done = (): void => signal.removeEventListener('abort', abort)
    failure.finally(done).then(resolve, reject)
  })
}
