/**
 * The command that repeats a probe by hand.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { Exchange } from './exchange.ts'
import type { AskOptions, Layer } from './layer.ts'
import { probeRequest, type RequestOptions } from './probe-request.ts'
import { placeholder } from './secrets.ts'

/** How the exchange was asked for, and the files that the command names. */
export type CurlOptions = RequestOptions & Pick<AskOptions, 'files'>

/**
 * The `curl` command, for a POSIX shell, that sends what an exchange sent to the same address: the same method, host, target bytes and
 * headers but `User-Agent`. Credentials are `"$TOKEN"`, `"$TOKEN_2"`, …, each the whole value of a line.
 *
 * The same exchange gives the same text.
 *
 * @example
 * ```ts
 * curlFor(exchange, layer, options)
 * // curl -i --connect-to ::10.0.0.5:8080 -H 'Origin: https://app.example.com' 'http://api.example.com/v1/items?marque-probe=7-3'
 * ```
 */
export function curlFor(
  { probe, url, ifNoneMatch }: Pick<Exchange, 'probe' | 'url' | 'ifNoneMatch'>,
  layer: Pick<Layer, 'url' | 'http'>,
  options: CurlOptions,
): string {
  const request = probeRequest(probe, url, ifNoneMatch ?? null, options)
  const { method, authority, target } = request
  const { protocol, hostname, port } = new URL(layer.url)
  const isTls = protocol === 'https:'
  const defaultPort = isTls ? '443' : '80'
  const address = `${hostname}:${port === '' ? defaultPort : port}`
  const hasPort = /:\d+$/.test(authority)
  const base = `${protocol}//${authority}`
  const isPlain = PLAIN_TARGET.test(target)
  const isHttp2 = layer.http === 2 && probe.kind !== 'websocket'
  const words: string[] = ['curl', '-i']

  if (method === 'HEAD') words[1] = '-I'
  else if (method !== 'GET') words.push('-X', quoted(method))
  // An opened WebSocket would never end.
  if (probe.kind === 'websocket') words.push('--max-time', '5')
  if (isTls) words.push(isHttp2 ? '--http2' : '--http1.1')
  else if (isHttp2) words.push('--http2-prior-knowledge')
  if (address !== (hasPort ? authority : `${authority}:${defaultPort}`)) {
    words.push('--connect-to', quoted(`::${address}`))
  }
  if (isTls) words.push(...fileWords(options.files))
  // curl leaves out the port where the scheme of this layer implies it.
  if (authority.endsWith(`:${defaultPort}`)) words.push('-H', quoted(`Host: ${authority}`))
  for (const [name, value] of request.headers) {
    if (isOfCurl(name, options, probe.withCredentials)) continue
    words.push('-H', headerWord(name, value, probe.withCredentials ? options.credentials : []))
  }
  if (!isPlain) words.push('--request-target', quoted(target))
  else if (/\/\.{1,2}(?:[/?]|$)/.test(target)) words.push('--path-as-is')
  // Brackets of an IPv6 address are a pattern to curl otherwise.
  if (/[[\]{}]/.test(base)) words.push('-g')
  words.push(quoted(isPlain ? `${base}${target}` : `${base}/`))
  return words.join(' ')
}

/** Targets that curl sends as they are, given `--path-as-is`; it refuses or changes others in a URL. */
const PLAIN_TARGET = /^\/[0-9A-Za-z\-._~!$&'()*+,;=:@/?%]*$/

function fileWords(files: CurlOptions['files']): readonly string[] {
  const { ca, client } = files ?? { ca: null, client: null }
  return [
    ...(ca === null ? [] : ['--cacert', quoted(ca)]),
    ...(client === null ? [] : ['--cert', quoted(client.certificate), '--key', quoted(client.key)]),
  ]
}

/** Whether curl sends a header of its own that does as well: the user named neither. */
function isOfCurl(name: string, options: RequestOptions, withCredentials: boolean): boolean {
  if (!/^(?:user-agent|accept)$/i.test(name)) return false
  const given = [...options.headers, ...(withCredentials ? options.credentials : [])]
  return !given.some(([own]) => own.toLowerCase() === name.toLowerCase())
}

function headerWord(name: string, value: string, credentials: readonly HeaderLine[]): string {
  const index = credentials.findIndex(([own, secret]) => own === name && secret === value)
  if (index >= 0) {
    const variable = placeholder(index)
    return /^[\w-]+$/.test(name) ? `"${name}: ${variable}"` : `${quoted(`${name}: `)}"${variable}"`
  }
  // curl takes `Name:` for a header to leave out.
  return quoted(value === '' ? `${name};` : `${name}: ${value}`)
}

/** One word of a POSIX shell. */
function quoted(word: string): string {
  if (/^[\w%+,./:=@-]+$/.test(word)) return word
  if (/^[\x20-\x7e]*$/.test(word)) return `'${word.replaceAll("'", "'\\''")}'`
  const bytes = Buffer.from(word, /[^\0-\xff]/.test(word) ? 'utf8' : 'latin1')
  const octal = [...bytes].map((byte) =>
    /[\w./:-]/.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `\\${byte.toString(8).padStart(3, '0')}`,
  )
  return `"$(printf '${octal.join('')}')"`
}
