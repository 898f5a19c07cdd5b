import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { type Decision, decide } from '@marque/core'
import { type CertificateFiles, selfSigned, signedBy } from '@marque/testkit/certificates'
import { API_HOST, APP } from '@marque/testkit/policies'
import type { RunningProgram } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, corsBy, corsOf, factsOf } from './compare-response.ts'
import { hostOf, startTraefik, TRAEFIK } from './proxies.ts'
import { type RequestCase, requests } from './requests.cases.ts'
import { type Answer, openTestBed, POLICY, sendRaw, type TestBed } from './test-bed.ts'

/** Traefik writes these anew before it sends the check, and forwards what was evaluated. */
const WRITTEN_ANEW: { readonly [target: string]: string } = {
  '//v1/account/me': '/v1/account/me',
  '/v1//account/me': '/v1/account/me',
  '/v1/account/../account/me': '/v1/account/me',
  '/v1/reports/../account/me': '/v1/account/me',
  '/v1/./account/me': '/v1/account/me',
  '/v1/reports/%2e%2e/account/me': '/v1/account/me',
  '/%76%31/account/me': '/v1/account/me',
  '/v1/reports/..%2faccount/me': '/v1/reports/..%2Faccount/me',
  '/v1%2faccount/me': '/v1%2Faccount/me',
  '/v1/account/m%c3': '/v1/account/m%C3',
  '/v1/account\\me': '/v1/account%5Cme',
}

/** Refused by Traefik itself: stricter than the policy, and never wider. */
const REFUSED_BY_TRAEFIK: ReadonlySet<string> = new Set(['/v1/account/%zz'])

/** Traefik takes away what `Connection` names before it sends the check, and the application does not see it either. */
const TAKEN_AWAY: { readonly [title: string]: readonly string[] } = {
  'Connection names Origin': ['origin', 'connection'],
}

if (TRAEFIK === undefined) {
  test.skip('Traefik is missing: npm run parts -- --only traefik')
} else {
  describe('Traefik', () => {
    let testBed: TestBed
    let traefik: RunningProgram
    beforeAll(async () => {
      testBed = await openTestBed({}, POLICY)
      traefik = await startTraefik(testBed, hostOf(testBed))
    })
    afterAll(async () => {
      await traefik?.stop()
      await testBed?.close()
    })
    const send = (request: RequestCase): Promise<Answer> => sendRaw(traefik.port, bytesOf(request))
    /** The decision on the request as Traefik evaluates it. */
    const decisionOn = (request: RequestCase): Decision => {
      const { policy } = testBed.service
      const { target = '', title } = request
      const lines = request.lines.filter(
        ([name]) => TAKEN_AWAY[title]?.includes(name.toLowerCase()) !== true,
      )
      const resolved = WRITTEN_ANEW[target]
      const evaluated = { ...request, lines, ...(resolved !== undefined && { target: resolved }) }
      return decide(policy.engine!, factsOf(evaluated), {}, policy.moment())
    }

    test.each(requests)('as the engine decides: $title', async (request) => {
      testBed.take()
      const answer = await send(request)
      const arrived = testBed.take()
      const { method = 'GET', target = '/v1/account/me' } = request
      if (REFUSED_BY_TRAEFIK.has(target)) {
        expect([answer.status, corsOf(answer), arrived]).toEqual([400, [], []])
        return
      }
      const decision = decisionOn(request)
      expect(arrived.length).toBe(decision.reach ? 1 : 0)
      expect(answer.lines.filter(([name]) => name.startsWith('marque-'))).toEqual([])
      if (decision.reach) {
        const isUpgraded = answer.status === 101
        const sent = WRITTEN_ANEW[target] ?? target
        expect(arrived[0]?.line).toBe(`${isUpgraded ? 'UPGRADE' : method} ${sent}`)
        expect(arrived[0]?.body).toBe(request.body ?? '')
        expect(arrived[0]?.raw.filter((text) => /^(?:marque-|client-cert)/i.test(text))).toEqual([])
        return
      }
      expect([answer.status, corsOf(answer)]).toEqual([decision.status, corsBy(decision)])
      if (decision.status === 204) return
      expect(answer.valuesOf('content-type')).toEqual(['application/problem+json'])
    })

    test('X-Forwarded-* of a client are replaced, and the service key is not forwarded', async () => {
      testBed.take()
      const forged = ['For', 'Host', 'Method', 'Proto', 'Uri', 'Tls-Client-Cert']
      const answer = await send({
        title: '',
        lines: [
          ['Origin', 'https://evil.example'],
          ...forged.map((name) => [`X-Forwarded-${name}`, '/assets/a.js'] as const),
          ['Marque-Service-Key', 'x'],
        ],
      })
      expect([answer.status, testBed.take()]).toEqual([403, []])
    })
  })

  describe('Traefik and certificates of clients', () => {
    const BLOCKED = POLICY.replace('enforce: headers', 'enforce: block')
    const target = '/v1/reports/1'
    let testBed: TestBed
    let traefik: RunningProgram
    let client: CertificateFiles
    let server: CertificateFiles
    beforeAll(async () => {
      testBed = await openTestBed({}, BLOCKED.replace('http://api', 'https://api'))
      server = selfSigned(testBed.folder, 'server')
      const authority = selfSigned(testBed.folder, 'authority')
      client = signedBy(testBed.folder, 'authority', 'client')
      traefik = await startTraefik(testBed, hostOf(testBed), 'certificates', (text) =>
        withTls(text, server, authority),
      )
    })
    afterAll(async () => {
      await traefik?.stop()
      await testBed?.close()
    })

    /** The status of a request without other credentials. */
    async function statusOf(own: CertificateFiles | null, headers: object = {}): Promise<number> {
      const request = get({
        host: '127.0.0.1',
        port: traefik.port,
        path: target,
        headers: { host: API_HOST, origin: APP, ...headers },
        servername: API_HOST,
        rejectUnauthorized: false,
        agent: false,
        ...(own !== null && { cert: readFileSync(own.certFile), key: readFileSync(own.keyFile) }),
      })
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      response.resume()
      return response.statusCode ?? 0
    }

    test('a certificate counts as a credential, which the grant does not allow', async () => {
      testBed.take()
      expect([await statusOf(null), testBed.take().length]).toEqual([200, 1])
      expect([await statusOf(client), testBed.take()]).toEqual([403, []])
    })

    test('headers for a certificate are not the client’s to set', async () => {
      testBed.take()
      const forged = {
        'client-cert': 'x',
        'x-forwarded-tls-client-cert': 'x',
        'x-original-certificate': 'x',
      }
      expect(await statusOf(null, forged)).toBe(200)
      const [arrived] = testBed.take()
      expect(arrived?.raw.filter((text) => /certificate|client-cert/i.test(text))).toEqual([])
    })
  })
}

/** The example with TLS at its entry point, for clients with and without a certificate. */
function withTls(text: string, server: CertificateFiles, authority: CertificateFiles): string {
  if (text.includes('entryPoints:\n')) {
    return text.replace(/address: \S+\n(?= {2}# Traefik sends)/, '$&    http: { tls: {} }\n')
  }
  return `${text}
tls:
  options:
    default:
      clientAuth: { caFiles: [${authority.certFile}], clientAuthType: VerifyClientCertIfGiven }
  stores:
    default:
      defaultCertificate: { certFile: ${server.certFile}, keyFile: ${server.keyFile} }
`
}
