/**
 * The few commands of W3C WebDriver that the tests need, over plain HTTP.
 *
 * @module
 */

/** One session of a driver, in the words of <https://www.w3.org/TR/webdriver2/>. */
export interface Session {
  readonly version: string
  /**
   * Opens a further window and goes on in it; gives its handle. A window, since WebKitGTK takes no picture of a tab behind another.
   */
  newWindow(): Promise<string>
  switchTo(handle: string): Promise<void>
  navigate(url: string): Promise<void>
  /** Runs the body of a function whose last argument is called with the result. */
  execute(body: string, args: readonly unknown[]): Promise<unknown>
  screenshot(): Promise<Uint8Array>
  closeWindow(): Promise<void>
}

/**
 * Begins a session.
 *
 * @param driver The driver's own origin.
 * @throws What the driver says, where it has no session to give.
 */
export async function beginSession(
  driver: string,
  capabilities: { readonly [name: string]: unknown },
): Promise<Session> {
  const begun = (await send(driver, 'POST', '/session', {
    capabilities: { alwaysMatch: capabilities },
  })) as {
    sessionId: string
    capabilities: { browserName: string; browserVersion: string }
  }
  const { browserName, browserVersion } = begun.capabilities
  const at = `/session/${begun.sessionId}`
  const post = (command: string, body: object): Promise<unknown> =>
    send(driver, 'POST', at + command, body)
  const switchTo = async (handle: string): Promise<void> => {
    await post('/window', { handle })
  }
  // The session's first window stays: without any, the browser ends.
  const first = (await send(driver, 'GET', `${at}/window`)) as string
  return {
    version: `${browserName}/${browserVersion}`,
    newWindow: async () => {
      const { handle } = (await post('/window/new', { type: 'window' })) as { handle: string }
      await switchTo(handle)
      return handle
    },
    switchTo,
    navigate: async (url) => {
      await post('/url', { url })
    },
    execute: (body, args) => post('/execute/async', { script: body, args }),
    screenshot: async () => {
      const text = (await send(driver, 'GET', `${at}/screenshot`)) as string
      return Buffer.from(text, 'base64')
    },
    closeWindow: async () => {
      await send(driver, 'DELETE', `${at}/window`)
      await switchTo(first)
    },
  }
}

async function send(driver: string, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(driver + path, {
    method,
    ...(body
      ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      : {}),
    signal: AbortSignal.timeout(300_000),
  })
  const { value } = (await answer.json()) as { value: unknown }
  if (answer.ok) return value
  const { error, message } = value as { error: string; message: string }
  throw new Error(
    `WebDriver ${method} ${path.replace(/^\/session\/[^/]+/, '')}: ${error}: ${message}`,
  )
}
