import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CertificateFiles, selfSigned, signedBy } from '@marque/testkit/certificates'
import { APP } from '@marque/testkit/policies'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, corsOf } from './compare-response.ts'
import { CADDY, hostOf, NGINX, type StartProxy, startCaddy, startNginx } from './proxies.ts'
import type { RequestCase } from './requests.cases.ts'
import { openTestBed, POLICY, sendRaw, type TestBed } from './test-bed.ts'

const KEY = '0123456789abcdef0123456789abcdef'
const GRANTED: RequestCase = { title: '', lines: [['Origin', APP]] }
const PREFLIGHT: RequestCase = {
  title: '',
  method: 'OPTIONS',
  lines: [
    ['Origin', APP],
    ['Access-Control-Request-Method', 'PATCH'],
  ],
}
const EVIL: RequestCase = { title: '', lines: [['Origin', 'https://evil.example']] }

/** What the guide says to change in the example. */
interface Changes {
  readonly name: string
  readonly program: string | undefined
  readonly start: StartProxy
  tls(text: string, authority: string, own: CertificateFiles | null): string
  key(text: string): string
}

const PROXIES: readonly Changes[] = [
  {
    name: 'nginx',
    program: NGINX,
    start: startNginx,
    tls: (text, authority, own) => {
      const lines = [
        'proxy_ssl_verify on;',
        'proxy_ssl_name localhost;',
        `proxy_ssl_trusted_certificate ${authority};`,
        ...(own === null
          ? []
          : [
              `proxy_ssl_certificate ${own.certFile};`,
              `proxy_ssl_certificate_key ${own.keyFile};`,
            ]),
      ]
      return text
        .replaceAll('proxy_pass http://marque', 'proxy_pass https://marque')
        .replace('proxy_connect_timeout 1s;', `${lines.join('\n')}\nproxy_connect_timeout 1s;`)
    },
    key: (text) =>
      text.replaceAll(
        /(X-Request-Id \$request_id;\s+(?:#.*\s+)?)proxy_set_header Marque-Service-Key "";/g,
        `$1proxy_set_header Marque-Service-Key ${KEY};`,
      ),
  },
  {
    name: 'Caddy',
    program: CADDY,
    start: startCaddy,
    tls: (text, authority, own) =>
      text.replaceAll(
        '\t\t\ttransport http {\n',
        [
          '\t\t\ttransport http {',
          'tls',
          'tls_server_name localhost',
          `tls_trusted_ca_certs ${authority}`,
          ...(own === null ? [] : [`tls_client_auth ${own.certFile} ${own.keyFile}`]),
          '',
        ].join('\n\t\t\t\t'),
      ),
    key: (text) =>
      text.replaceAll('header_up -Marque-Service-Key', `header_up Marque-Service-Key ${KEY}`),
  },
]

for (const { name, program, start, tls, key } of PROXIES) {
  if (program === undefined) {
    test.skip(`${name} is missing: npm run parts -- --only ${name.toLowerCase()}`)
    continue
  }
  describe(`how ${name} may ask`, () => {
    let folder: string
    let server: CertificateFiles
    let client: CertificateFiles
    let stranger: CertificateFiles
    let testBed: TestBed
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'marque-tls-'))
      server = selfSigned(folder, 'server')
      const authority = selfSigned(folder, 'authority')
      stranger = selfSigned(folder, 'stranger')
      client = signedBy(folder, 'authority', 'client')
      testBed = await openTestBed({ tls: { ...server, clientCaFile: authority.certFile } }, POLICY)
    })
    afterAll(async () => {
      await testBed?.close()
      rmSync(folder, { recursive: true, force: true })
    })

    test('over TLS, with a certificate of the authority: as decided', async () => {
      const proxy = await start(testBed, hostOf(testBed), 'own', (text) =>
        tls(text, server.certFile, client),
      )
      try {
        const granted = await sendRaw(proxy.port, bytesOf(GRANTED))
        expect([granted.status, testBed.take().length]).toEqual([200, 1])
        expect(granted.valuesOf('access-control-allow-origin')).toEqual([APP])
        expect((await sendRaw(proxy.port, bytesOf(PREFLIGHT))).status).toBe(204)
        expect((await sendRaw(proxy.port, bytesOf(EVIL))).status).toBe(403)
        expect(testBed.take()).toEqual([])
      } finally {
        await proxy.stop()
      }
    })

    test('without a certificate, with one of a stranger, and of a service that is not the one: nothing goes on', async () => {
      const wrong: readonly (readonly [string, (text: string) => string])[] = [
        ['none', (text) => tls(text, server.certFile, null)],
        ['stranger', (text) => tls(text, server.certFile, stranger)],
        ['another', (text) => tls(text, stranger.certFile, client)],
        ['plain', (text) => text],
      ]
      for (const [title, change] of wrong) {
        const proxy = await start(testBed, hostOf(testBed), title, change)
        try {
          for (const request of [GRANTED, PREFLIGHT, { title: '', lines: [] }]) {
            const { status, ...answer } = await sendRaw(proxy.port, bytesOf(request))
            expect([title, status >= 500, corsOf({ status, ...answer })]).toEqual([title, true, []])
          }
          expect(testBed.take()).toEqual([])
        } finally {
          await proxy.stop()
        }
      }
    })

    test('with the key, and not without it or with one of the client', async () => {
      const keyFile = join(folder, `key-${name}`)
      writeFileSync(keyFile, `${KEY}\n`)
      const keyed = await openTestBed({ keyFile }, POLICY)
      const good = await start(keyed, hostOf(keyed), 'good', key)
      const bad = await start(keyed, hostOf(keyed), 'bad')
      try {
        expect((await sendRaw(good.port, bytesOf(GRANTED))).status).toBe(200)
        expect(keyed.take().map(({ raw }) => raw.includes(KEY))).toEqual([false])
        expect((await sendRaw(good.port, bytesOf(PREFLIGHT))).status).toBe(204)
        const forged: RequestCase = {
          ...GRANTED,
          lines: [...GRANTED.lines, ['Marque-Service-Key', KEY]],
        }
        for (const request of [GRANTED, forged, PREFLIGHT]) {
          const answer = await sendRaw(bad.port, bytesOf(request))
          expect([answer.status, corsOf(answer)]).toEqual([403, []])
        }
        expect(keyed.take()).toEqual([])
      } finally {
        await good.stop()
        await bad.stop()
        await keyed.close()
      }
    })
  })
}
