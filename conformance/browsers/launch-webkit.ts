/**
 * WebKitGTK's MiniBrowser, driven through WebKitWebDriver on a display that nobody sees.
 *
 * @module
 */
import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import {
  endGroup,
  freePort,
  startGroup,
  temporaryFolder,
  waitUntil,
} from '@marque/testkit/processes'
import type { Browser, LaunchOptions, Page } from './browser.ts'
import { PROGRAMS, programPath } from './programs.ts'
import { beginSession, type Session } from './webdriver.ts'

/** @throws Where the programs are not installed, or do not start. */
export async function launchWebkit({
  args = [],
  env = {},
  viewport = { width: 1280, height: 800 },
}: LaunchOptions): Promise<Browser> {
  const [driver, server, binary] = [
    programPath(PROGRAMS.webkit[0]),
    programPath(PROGRAMS.webkit[1]),
    programPath(PROGRAMS.webkit[2]),
  ]
  const home = temporaryFolder()
  const groups: number[] = []
  const end = async (): Promise<void> => {
    for (const leader of groups.reverse()) await endGroup(leader)
    home.remove()
  }
  const start = (program: string, words: readonly string[], more: object): ChildProcess => {
    const child = startGroup(program, words, more)
    if (child.pid !== undefined) groups.push(child.pid)
    return child
  }
  try {
    const screen = `${viewport.width}x${viewport.height}x24`
    const display = await displayOf(
      start(server, ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp'], {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      }),
    )
    const port = await freePort()
    start(driver, ['--host=127.0.0.1', `--port=${port}`], {
      env: { ...process.env, ...environmentOf(home.path, display), ...env },
    })
    await listening(port)
    const session = await beginSession(`http://127.0.0.1:${port}`, {
      'webkitgtk:browserOptions': { binary, args: ['--automation', ...args] },
    })
    return browserOf(session, end)
  } catch (error) {
    await end()
    throw error
  }
}

/** All that the browser keeps goes into `home`. */
function environmentOf(home: string, display: string): { readonly [name: string]: string } {
  return {
    HOME: home,
    XDG_CACHE_HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_DATA_HOME: home,
    XDG_RUNTIME_DIR: home,
    DISPLAY: display,
    GDK_BACKEND: 'x11',
    GSETTINGS_BACKEND: 'memory',
    NO_AT_BRIDGE: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
    no_proxy: '*',
  }
}

/** Xvfb chooses a free display and says its number. */
function displayOf(xvfb: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said = xvfb.stdio[3] as Readable
    said.once('data', (number: Buffer) => resolve(`:${number.toString().trim()}`))
    xvfb.once('exit', () => reject(new Error('Xvfb did not start')))
    xvfb.once('error', reject)
  })
}

function listening(port: number): Promise<void> {
  const responds = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/status`).then(
      () => true,
      () => false,
    )
  return waitUntil(responds, { what: 'WebKitWebDriver listens', interval: 50 })
}

function browserOf(session: Session, end: () => Promise<void>): Browser {
  let closed = false
  // A session has one current window, so commands wait for one another.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Value>(command: () => Promise<Value>): Promise<Value> => {
    const turn = last.then(command, command)
    last = turn.catch(() => undefined)
    return turn
  }
  return {
    name: 'webkit',
    version: session.version,
    open: async (url) => {
      const handle = await inTurn(() => session.newWindow())
      const page = pageOf(handle, session, inTurn)
      await page.goto(url)
      return page
    },
    close: async () => {
      if (closed) return
      closed = true
      await end()
    },
  }
}

/**
 * Calls the function, waits for what it promises, and tells failures apart from values. The source stands in the command itself:
 * a page's Content-Security-Policy may forbid `eval`.
 */
const bodyFor = (source: string): string => `
  const done = arguments[arguments.length - 1]
  Promise.resolve()
    .then(() => (${source})(...arguments[0]))
    .then((value) => done({ value }), (error) => done({ error: String(error?.message ?? error) }))`

function pageOf(
  handle: string,
  session: Session,
  inTurn: <Value>(command: () => Promise<Value>) => Promise<Value>,
): Page {
  const here = <Value>(command: () => Promise<Value>): Promise<Value> =>
    inTurn(async () => {
      await session.switchTo(handle)
      return await command()
    })
  return {
    puppeteer: null,
    goto: (url) => here(() => session.navigate(url)),
    evaluate: async (script, ...args) => {
      const result = await here(() => session.execute(bodyFor(String(script)), [args]))
      const { value, error } = result as { value?: unknown; error?: string }
      if (error !== undefined) throw new Error(error)
      return value as never
    },
    screenshot: () => here(() => session.screenshot()),
    close: () => here(() => session.closeWindow()),
  }
}
