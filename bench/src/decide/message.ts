/**
 * A request as Node's HTTP parser delivers it: every string is newly allocated, so that, as in a server, no hash is cached and no
 * comparison is a pointer comparison.
 *
 * @module
 */
import { Buffer } from 'node:buffer'

/** The parts of `http.IncomingMessage` that middleware reads. */
export interface Message {
  readonly method: string
  /** The request target. */
  readonly url: string
  /** Alternating names and values. */
  readonly rawHeaders: readonly string[]
  /** Node builds this object on first access; here it is prebuilt, which favours contenders that read it. */
  readonly headers: { readonly [name: string]: string }
}

/** Template of a request. */
export interface MessageForm {
  readonly method: string
  readonly url: string
  readonly lines: readonly (readonly [name: string, value: string])[]
}

/** A template with its strings encoded as bytes. */
export interface MessageMint {
  readonly method: string
  readonly url: Buffer
  readonly lines: readonly { readonly name: Buffer; readonly key: string; readonly value: Buffer }[]
}

/** A cross-origin request of an application, as sent by a browser over HTTP/1.1. */
export function actualForm(url: string): MessageForm {
  return { method: 'GET', url, lines: [...before(), ['Cookie', COOKIE], ...behind(), ORIGIN] }
}

/** The same request without `Origin`: a same-origin GET. */
export function originlessForm(url: string): MessageForm {
  const lines = behind('same-origin')
  return {
    method: 'GET',
    url,
    lines: [...before(), ['Cookie', COOKIE], ...lines, ['Pragma', 'no-cache']],
  }
}

/** The preflight of {@link actualForm}. */
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

/** Creates a request, with `origin` as the value of the `Origin` line if the template has one. */
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

/** Property keys are internalized strings in Node too. */
function internal(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text
}
