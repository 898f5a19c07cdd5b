/**
 * Changes during a session: a policy that revokes a grant, and a rate limit that is reached.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Browser } from '../browsers/index.ts'
import { engineOf, originOf, type SiteSet } from './sites.ts'
import type { TestBed } from './test-bed.ts'
import { addressOf, loggedWire } from './trace.ts'

/** What a page observes when its grant ends. */
export interface Ended {
  /** The gateway's decisions about a PUT before and one after, the second with the cached preflight of the first. */
  readonly wires: readonly string[]
  /** Whether script could read the responses. */
  readonly puts: readonly boolean[]
  /** How many PUT requests reached the application. */
  readonly arrived: number
  /** The close code of the WebSocket. */
  readonly closed: number
  /** Whether the event stream was ended, and the next one refused. */
  readonly isStreamOver: boolean
}

/** Revokes the page's grants while it has a WebSocket, an event stream and a cached preflight. */
export async function endGrants(
  browser: Browser,
  testBed: TestBed,
  sites: SiteSet,
): Promise<Ended> {
  const put = addressOf(sites, '/write', `changed-${sites.name}`)
  const live = addressOf(sites, '/live', `held-${sites.name}`)
  const page = await browser.open(`${originOf(sites, 'app')}/page`)
  const before: boolean = await page.evaluate(
    `async (put, live) => {
      globalThis.socketClosed = new Promise((resolve) => {
        const socket = new WebSocket(live.replace(/^http/, 'ws'))
        globalThis.socketOpened = new Promise((opened) => { socket.onmessage = opened })
        socket.onclose = ({ code }) => resolve(code)
      })
      const source = new EventSource(live + '?do=events', { withCredentials: true })
      globalThis.streamOver = new Promise((resolve) => {
        source.onerror = () => { if (source.readyState === EventSource.CLOSED) resolve(true) }
      })
      await Promise.all([globalThis.socketOpened, new Promise((resolve) => { source.onmessage = resolve })])
      return (await fetch(put, { method: 'PUT' })).ok
    }`,
    put,
    live,
  )
  const text = readFileSync(testBed.policy, 'utf8')
  const less = text.replaceAll(
    /^ {2}web: \{ allow: \[[^\]]*\]/gm,
    '  web: { allow: ["https://elsewhere.example"]',
  )
  // It must be a valid policy.
  engineOf(less)
  writeFileSync(testBed.policy, less)
  while (!testBed.gateway.stderr().includes('is in force'))
    await new Promise((resolve) => setTimeout(resolve, 20))
  const after: { readonly put: boolean; readonly closed: number; readonly over: boolean } =
    await page.evaluate(
      `async (put) => ({
        put: await fetch(put, { method: 'PUT' }).then(({ ok }) => ok, () => false),
        closed: await globalThis.socketClosed,
        over: await globalThis.streamOver,
      })`,
      put,
    )
  return {
    wires: testBed.gateway.decisions
      .filter(({ path }) => path.endsWith(`/changed-${sites.name}`))
      .map(loggedWire),
    puts: [before, after.put],
    arrived: testBed.record.arrivals.get(`changed-${sites.name}`)?.length ?? 0,
    closed: after.closed,
    isStreamOver: after.over,
  }
}

/** A response, as far as script can read it. */
export interface Limited {
  readonly status: number | null
  readonly hasWait: boolean
  readonly type: string | null
}

/** Sends three requests to the gateway with limits, and then one from a page without a grant. */
export async function reachLimit(browser: Browser, testBed: TestBed): Promise<readonly Limited[]> {
  const url = addressOf(testBed.limited, '/write', 'limited')
  const source = `async (url, times) => {
    const answers = []
    for (let at = 0; at < times; at += 1) {
      answers.push(await fetch(url).then(async (answer) => ({
        status: answer.status,
        hasWait: Number(answer.headers.get('retry-after')) > 0,
        type: answer.ok ? null : (await answer.json()).type,
      }), () => ({ status: null, hasWait: false, type: null })))
    }
    return answers
  }`
  const granted = await browser.open(`${originOf(testBed.limited, 'app')}/page`)
  const answers: readonly Limited[] = await granted.evaluate(source, url, 3)
  const stranger = await browser.open(`${originOf(testBed.limited, 'evil')}/page`)
  const refused: readonly Limited[] = await stranger.evaluate(source, url, 1)
  return [...answers, ...refused]
}
