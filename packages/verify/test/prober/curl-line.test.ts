import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { type AskOptions, askLayer, curlFor } from '../../src/prober/index.ts'
import type { Probe } from '../../src/probes/index.ts'
import { headersOf, OK, options, probe, type RawLayer, startRawLayer } from './raw-layer.ts'

const run = promisify(execFile)

let layer: RawLayer
afterEach(() => layer?.close())

const cases: readonly {
  readonly name: string
  readonly probe: Partial<Probe>
  readonly options?: Partial<AskOptions>
}[] = [
  { name: 'GET with an origin', probe: { headers: [['Origin', 'https://app.example.com']] } },
  {
    name: 'a preflight',
    probe: {
      method: 'OPTIONS',
      headers: [
        ['Origin', 'null'],
        ['Access-Control-Request-Method', 'PUT'],
        ['Access-Control-Request-Headers', 'content-type,x-csrf'],
      ],
    },
  },
  { name: 'HEAD', probe: { method: 'HEAD' } },
  { name: 'POST with an empty body', probe: { method: 'POST' } },
  { name: 'a method in lower case', probe: { method: 'get' } },
  { name: 'dots in the path', probe: { url: 'https://api.example.com/v1/../%2e%2e/./x/..' } },
  { name: 'slashes', probe: { url: 'https://api.example.com//v1///items' } },
  { name: 'backslashes', probe: { url: 'https://api.example.com\\v1\\..\\items' } },
  { name: 'patterns of curl', probe: { url: 'https://api.example.com/[1-3]/{a,b}' } },
  { name: 'escapes that are none', probe: { url: 'https://api.example.com/%zz%00;a=b' } },
  { name: 'a fragment', probe: { url: 'https://api.example.com/a#b' } },
  { name: 'bytes beyond ASCII', probe: { url: 'https://api.example.com/caf\xe9 \x7f' } },
  { name: 'a port', probe: { url: 'https://api.example.com:8443/' } },
  { name: 'the port of plain text', probe: { url: 'https://api.example.com:80/' } },
  { name: 'an address as host', probe: { url: 'https://[::1]:8443/a' } },
  {
    name: 'headers that a shell would read',
    probe: {
      headers: [
        ['Origin', `https://a'b"c$(date)\`id\`\\.example.com`],
        ['X-Empty', ''],
        ['X-Twice', '1'],
        ['X-Twice', '2'],
        ['X-Bytes', 'caf\xe9\ttab'],
        ['X-$HOME', '!'],
      ],
    },
  },
  {
    name: 'credentials and headers of the user',
    probe: { withCredentials: true },
    options: {
      forwardedHttps: true,
      headers: [
        ['Accept', 'text/html'],
        ['User-Agent', 'mine'],
      ],
      credentials: [
        ['Authorization', 'Bearer s3cr3t'],
        ['Cookie', 'sid=s3cr3t'],
      ],
    },
  },
]
for (const { name, probe: changes, options: asked = {} } of cases) {
  test(`curl sends what the prober sent: ${name}`, async () => {
    layer = await startRawLayer(() => OK)
    const how = options({ ...asked, timeout: 3000 })
    const { exchanges } = await askLayer(layer.layer, [probe(3, changes)], how)
    const [exchange] = exchanges
    if (exchange === undefined) throw new Error('no exchange')
    const line = curlFor(exchange, layer.layer, how)
    expect(line).not.toContain('s3cr3t')
    expect(curlFor(exchange, layer.layer, how)).toBe(line)
    const tokens = how.credentials.map(([, value], index) => [
      index === 0 ? 'TOKEN' : `TOKEN_${index + 1}`,
      value,
    ])
    const { PATH = '' } = process.env
    await run('sh', ['-c', line], { env: { PATH, ...Object.fromEntries(tokens) } })
    const [own, byHand] = layer.requests
    expect(byHand?.line).toBe(own?.line)
    expect(comparable(byHand, how)).toEqual(comparable(own, how))
  })
}

/** Lines without regard to order, and without those that curl has of its own. */
function comparable(request: RawLayer['requests'][number] | undefined, { headers }: AskOptions) {
  const isGiven = new Set(headers.map(([name]) => name))
  const own = ['User-Agent', 'Accept'].filter((name) => !isGiven.has(name))
  return headersOf(request ?? { head: '' })
    .filter(([name]) => !own.includes(name))
    .map(([name, value]) => `${name}: ${value}`)
    .sort()
}

const lines: readonly {
  readonly name: string
  readonly url: string
  readonly http?: 1 | 2
  readonly want: string
}[] = [
  {
    name: 'plain text',
    url: 'http://10.0.0.5:8080/',
    want: "curl -i --connect-to ::10.0.0.5:8080 'http://api.example.com/v1/items/3?marque-probe=7-3'",
  },
  {
    name: 'TLS under the name of the host',
    url: 'https://[fd00::5]/',
    want: "curl -i --http1.1 --connect-to '::[fd00::5]:443' --cacert 'my ca.pem' --cert c.pem --key k.pem 'https://api.example.com/v1/items/3?marque-probe=7-3'",
  },
  {
    name: 'the host itself',
    url: 'https://api.example.com/',
    http: 2,
    want: "curl -i --http2 --cacert 'my ca.pem' --cert c.pem --key k.pem 'https://api.example.com/v1/items/3?marque-probe=7-3'",
  },
  {
    name: 'HTTP/2 over plain text',
    url: 'http://gateway',
    http: 2,
    want: "curl -i --http2-prior-knowledge --connect-to ::gateway:80 'http://api.example.com/v1/items/3?marque-probe=7-3'",
  },
]
for (const { name, url, http = 1, want } of lines) {
  test(`the command for ${name}`, () => {
    const exchange = {
      probe: probe(3),
      url: 'https://api.example.com/v1/items/3?marque-probe=7-3',
    }
    const files = { ca: 'my ca.pem', client: { certificate: 'c.pem', key: 'k.pem' } }
    expect(curlFor(exchange, { url, http }, { ...options(), files })).toBe(want)
  })
}
