import { readdirSync, readFileSync } from 'node:fs'
import type { HeaderLine, VectorFile } from '@marque/core'
import { temporaryCertificate } from '@marque/testkit/certificates'
import { exchangeHead, openHttp2Session } from '@marque/testkit/http'
import { startHostileUpstream } from '@marque/testkit/upstream'
import { afterAll, describe, expect, test } from 'vitest'
import { VECTORS } from '../vectors/build.ts'
import { compareHttp2, type Http2Report } from './compare-http2.ts'
import { gatewayBehindTls } from './gateway-layer.ts'
import { type Http2Case, otherwiseByHttp2, refusedByHttp2 } from './http2.cases.ts'
import { carriedForms } from './http2-request.ts'
import { requestBytes } from './request-bytes.ts'

const files = readdirSync(VECTORS)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({
    name: name.replace(/\.json$/, ''),
    vectors: JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8')) as VectorFile,
  }))
const certificate = temporaryCertificate()
afterAll(() => certificate.remove())

describe('the gateway decides over HTTP/2 as `decide` does', () => {
  const reports: Http2Report[] = []

  test.each(files)('$name', async ({ name, vectors }) => {
    const report = await compareHttp2(gatewayBehindTls(certificate), name, vectors)
    reports.push(report)
    expect(report.differences).toEqual([])
  })

  test('every vector was asked, but for those that are listed', () => {
    const all = files.reduce((sum, { vectors }) => sum + vectors.cases.length, 0)
    const refused = reports.flatMap((report) => report.refused)
    expect(reports.reduce((sum, { asked }) => sum + asked, refused.length)).toBe(all)
    expect(refused.sort()).toEqual(idsOf(refusedByHttp2))
  })

  test('every vector says the same over HTTP/2, but for those that are listed', () => {
    const otherwise = reports.flatMap((report) => report.otherwise)
    expect(otherwise.sort()).toEqual(idsOf(otherwiseByHttp2))
  })
})

test('a hostile application opens a WebSocket over both protocols, and none of its headers come through', async () => {
  const found = files.find(({ name }) => name === 'websockets')?.vectors
  const vector = found?.cases.find(({ id }) => id === 'extended-connect')
  if (found === undefined || vector === undefined) throw new Error('no such vector')
  const { request, context, moment } = vector.in
  const upstream = await startHostileUpstream(true)
  const running = await gatewayBehindTls(certificate).start(found.bundle, {
    upstream: upstream.url,
    situation: () => ({ context, moment }),
  })
  const session = await openHttp2Session(running.url)
  try {
    const [carried] = carriedForms(request)
    const over2 = await session.request(carried?.lines ?? [])
    const handshake: readonly HeaderLine[] = [
      ...request.headers.filter(([name]) => name !== ':protocol'),
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13'],
      ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ]
    const over1 = await exchangeHead(
      Number(new URL(running.url).port),
      requestBytes({ ...request, method: 'GET', headers: handshake }),
      { isTls: true },
    )
    expect([over1?.status, over2?.status, upstream.take().length]).toEqual([101, 200, 2])
    const names = [over1, over2].flatMap((answer) => answer?.headers.map(([name]) => name) ?? [])
    expect(names.filter((name) => /^(?:access-control|timing|cross)/i.test(name))).toEqual([])
  } finally {
    session.close()
    await running.stop()
    await upstream.stop()
  }
})

test('a request is carried in every way in which clients name the host', () => {
  const forms = carriedForms({
    method: 'GET',
    url: 'wss://api.example.com/a?b',
    headers: [
      ['Connection', 'keep-alive, Upgrade'],
      ['Upgrade', 'WebSocket'],
      ['Origin', ' x'],
      ['X-A', '\u212a'],
    ],
  })
  expect(forms.map(({ form }) => form)).toEqual(['authority', 'authority and host'])
  expect(forms[1]?.lines).toEqual([
    [':method', 'CONNECT'],
    [':scheme', 'https'],
    [':path', '/a?b'],
    [':authority', 'api.example.com'],
    [':protocol', 'websocket'],
    ['host', 'api.example.com'],
    ['origin', ' x'],
    ['x-a', 'â\u0084ª'],
  ])
  expect(forms[1]?.facts).toEqual({
    method: 'CONNECT',
    url: 'https://api.example.com/a?b',
    headers: forms[1]?.lines.filter(([name]) => name !== 'origin'),
  })
  const plain = carriedForms({ method: 'GET', url: 'https://api.example.com/', headers: [] })
  expect(plain.map(({ form }) => form)).toEqual(['authority', 'host', 'authority and host'])
})

function idsOf(cases: readonly Http2Case[]): string[] {
  return cases.flatMap(({ ids }) => ids).sort()
}
