/**
 * A request as Node's HTTP parser hands it over: every string made anew, so that no hash is known and no comparison is one of
 * pointers, as it is in a server.
 *
 * @module
 */
import { Buffer } from 'node:buffer'

/** The parts of `http.IncomingMessage` that middleware reads. */
export interface Message {
  readonly method: string
  /** The target. */
  readonly url: string
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[]
  /** Node builds it when it is first read; here it is there already, which favours those who read it. */
  readonly headers: { readonly [name: string]: string }
}

/** A request to be made many times. */
export interface MessageForm {
  readonly method: string
  readonly url: string
  readonly lines: readonly (readonly [name: string, value: string])[]
}

/** A form whose bytes are at hand. */
export interface MessageMint {
  readonly method: string
  readonly url: Buffer
  readonly lines: readonly { readonly name: Buffer; readonly key: string; readonly value: Buffer }[]
}

/** What a browser sends with a cross-origin request of an application, over HTTP/1.1. */
export function actualForm(url: string): MessageForm {
  return { method: 'GET', url, lines: [...before(), ['Cookie', COOKIE], ...behind(), ORIGIN] }
}

/** The same without Origin: a same-origin GET. */
export function originlessForm(url: string): MessageForm {
  const lines = behind('same-origin')
  return {
    method: 'GET',
    url,
    lines: [...before(), ['Cookie', COOKIE], ...lines, ['Pragma', 'no-cache']],
  }
}

/** What a browser sends before it. */
export function preflightForm(url: string, method: string, names: string): MessageForm {
  return {
    method: 'OPTIONS',
    url,
    lines: [
      ...before().filter(([name]) => name !== 'Accept-Language'),
      ['Access-Control-Request-Method', method],
      ['Access-Control-Request-Headers', names],
      ...behind(),
      ORIGIN,
    ],
  }
}

export function mintOf(form: MessageForm): MessageMint {
  return {
    method: form.method,
    url: Buffer.from(form.url, 'latin1'),
    lines: form.lines.map(([name, value]) => ({
      name: Buffer.from(name, 'latin1'),
      key: internal(name.toLowerCase()),
      value: Buffer.from(value, 'latin1'),
    })),
  }
}

/** A new request, from `origin` where its form has an Origin line. */
export function mint(from: MessageMint, origin: Buffer): Message {
  const rawHeaders: string[] = []
  const headers: Record<string, string> = {}
  for (const { name, key, value } of from.lines) {
    const text = (key === 'origin' ? origin : value).toString('latin1')
    rawHeaders.push(name.toString('latin1'), text)
    headers[key] = text
  }
  return { method: from.method, url: from.url.toString('latin1'), rawHeaders, headers }
}

const ORIGIN = ['Origin', ''] as const
const COOKIE = 'session=3f1c9b6f0e5a4c7d8b2a; theme=dark'
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36'

function before(): [string, string][] {
  return [
    ['Host', 'api.example.com'],
    ['Connection', 'keep-alive'],
    ['User-Agent', USER_AGENT],
    ['Accept', '*/*'],
    ['Accept-Language', 'en-GB,en;q=0.9'],
  ]
}

function behind(site = 'same-site'): [string, string][] {
  return [
    ['Sec-Fetch-Site', site],
    ['Sec-Fetch-Mode', 'cors'],
    ['Sec-Fetch-Dest', 'empty'],
    ['Referer', 'https://app.example.com/'],
    ['Accept-Encoding', 'gzip, deflate, br, zstd'],
  ]
}

/** Property keys are internal strings in Node too. */
function internal(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text
}
