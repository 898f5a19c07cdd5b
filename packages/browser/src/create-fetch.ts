/**
 * The `fetch` of the SDK.
 *
 * @module
 */
import { type Api, type Apis, compileApis } from './apis.ts'
import { type DiagnosisSources, diagnose } from './diagnose.ts'
import { newExplainer } from './explainer.ts'
import { type Failure, MarqueFetchError } from './fetch-error.ts'
import { pageEnvironment, watchCspViolations } from './page-environment.ts'

export interface FetchOptions {
  /** The APIs that the page calls. Other origins get neither credentials nor requests for an explanation. */
  readonly apis: readonly Api[]
  /** Whether to request an explanation from the API after a failed request (default: true). */
  readonly explain?: boolean
  /** Sends the requests (default: the runtime's `fetch`). */
  readonly fetch?: typeof fetch
}

/**
 * Creates a `fetch` that sends credentials only where they are granted, and explains why a request failed.
 *
 * - For other origins, `credentials` is `include` on the listed paths and `omit` everywhere else. The caller's `init` can restrict this, never extend it; the
 *   default `same-origin` of a `Request` counts as unset. For the page's own origin `include` becomes `same-origin`, so that a redirect cannot send credentials
 *   to another origin.
 * - A request is sent once. Timeouts and abort signals reject as they do without the SDK, also during the explanation.
 * - A response is returned as it is, a readable 403 included: `readProblem` parses its problem document.
 *
 * @returns A function with the contract of `fetch`, except that it rejects with {@link MarqueFetchError} instead of the browser's `TypeError`. Errors of
 *   `new Request` are passed on.
 * @throws {TypeError} An origin or a path of `apis` is invalid.
 *
 * @example
 * ```ts
 * const fetch = createFetch({ apis: [{ origin: 'https://api.example.com', credentials: ['/v1/account/**'] }] })
 * const response = await fetch('https://api.example.com/v1/account/me') // with cookies
 * ```
 */
export function createFetch(options: FetchOptions): typeof fetch {
  const apis = compileApis(options.apis)
  const native = options.fetch ?? globalThis.fetch
  // Browsers throw if their `fetch` is called as a method of anything but the global object.
  const send: typeof fetch = (input, init) => native(input, init)
  const sources: DiagnosisSources = {
    apis,
    explain: options.explain === false ? null : newExplainer(send),
    cspViolations: watchCspViolations(),
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

/** @param explicit The credentials mode of the caller's `init`. */
function withCredentials(
  request: Request,
  explicit: Request['credentials'] | undefined,
  apis: Apis,
): Request {
  const credentials = credentialsOf(request, explicit, apis)
  if (credentials === request.credentials) return request
  // Any `init` resets the referrer (Fetch, new Request, step 13).
  const { referrer, referrerPolicy } = request
  return new Request(request, { credentials, referrer, referrerPolicy })
}

function credentialsOf(
  { credentials, url, method, mode }: Request,
  explicit: Request['credentials'] | undefined,
  apis: Apis,
): Request['credentials'] {
  // A service worker that forwards a navigation: not a request of the page.
  if (mode === 'navigate') return credentials
  const target = new URL(url)
  if (target.origin === pageEnvironment().origin)
    return credentials === 'include' ? 'same-origin' : credentials
  if (apis.get(target.origin)?.(target, method) !== true) return 'omit'
  return credentials === 'same-origin' && explicit === undefined ? 'include' : credentials
}

/** Rejects as soon as the caller aborts. */
function unlessAborted(signal: AbortSignal, failure: Promise<Failure>): Promise<Failure> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    const done = (): void => signal.removeEventListener('abort', abort)
    failure.finally(done).then(resolve, reject)
  })
}

/**
 * Replaces `globalThis.fetch`, for code that cannot be given another one.
 *
 * @returns Restores the former `fetch`, unless other code has replaced it since.
 * @throws {TypeError} As {@link createFetch} does; then nothing is replaced.
 *
 * @example
 * ```ts
 * const restore = installFetch({ apis: [{ origin: 'https://api.example.com' }] })
 * ```
 */
export function installFetch(options: FetchOptions): () => void {
  const former = globalThis.fetch
  const installed = createFetch(options)
  globalThis.fetch = installed
  return () => {
    if (globalThis.fetch === installed) globalThis.fetch = former
  }
}
