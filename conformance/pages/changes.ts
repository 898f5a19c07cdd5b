/**
 * What pages meet when something changes behind them: a policy that takes a grant away, and a limit that is reached.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Browser } from '../browsers/launch.ts'
import type { Place } from './place.ts'
import { addressOf, loggedWire } from './trace.ts'
import { engineOf, originOf, type World } from './world.ts'

/** What a page saw of a grant that ended. */
export interface Ended {
  /** What the gateway judged of a PUT before and one after, the second by the preflight of the first. */
  readonly wires: readonly string[]
  /** Whether script read the answers. */
  readonly puts: readonly boolean[]
  /** How often the application saw the PUT. */
  readonly arrived: number
  /** With which code the socket was closed. */
  readonly closed: number
  /** Whether the event stream was ended, and the next one refused. */
  readonly isStreamOver: boolean
}

/** Takes the page's grants away while it holds a socket, an event stream and a preflight. */
export async function endGrants(browser: Browser, place: Place, world: World): Promise<Ended> {
  const put = addressOf(world, '/write', `changed-${world.name}`)
  const live = addressOf(world, '/live', `held-${world.name}`)
  const page = await browser.open(`${originOf(world, 'app')}/page`)
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
  const text = readFileSync(place.policy, 'utf8')
  const less = text.replaceAll(
    /^ {2}web: \{ allow: \[[^\]]*\]/gm,
    '  web: { allow: ["https://elsewhere.example"]',
  )
  // It must be one that the gateway takes.
  engineOf(less)
  writeFileSync(place.policy, less)
  while (!place.gateway.said().includes('is in force'))
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
    wires: place.gateway.judged
      .filter(({ path }) => path.endsWith(`/changed-${world.name}`))
      .map(loggedWire),
    puts: [before, after.put],
    arrived: place.record.arrivals.get(`changed-${world.name}`)?.length ?? 0,
    closed: after.closed,
    isStreamOver: after.over,
  }
}

/** An answer, as far as script may read it. */
export interface Limited {
  readonly status: number | null
  readonly hasWait: boolean
  readonly type: string | null
}

/** Asks the gateway with limits three times, and then from a page without a grant. */
export async function reachLimit(browser: Browser, place: Place): Promise<readonly Limited[]> {
  const url = addressOf(place.limited, '/write', 'limited')
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
  const granted = await browser.open(`${originOf(place.limited, 'app')}/page`)
  const answers: readonly Limited[] = await granted.evaluate(source, url, 3)
  const stranger = await browser.open(`${originOf(place.limited, 'evil')}/page`)
  const refused: readonly Limited[] = await stranger.evaluate(source, url, 1)
  return [...answers, ...refused]
}
