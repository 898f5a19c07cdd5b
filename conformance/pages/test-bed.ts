/**
 * The test bed of the trials: pages over HTTP and over TLS, the command `marque gateway` in front of an application, and a second gateway with rate limits.
 *
 * @module
 */
import { createSign, generateKeyPairSync } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Engine } from '@marque/core'
import { publicKeyHash, readCertificate, selfSigned } from '@marque/testkit/certificates'
import { closeServer, listen } from '@marque/testkit/http'
import { freePorts, temporaryFolder } from '@marque/testkit/processes'
import { application, applicationSocket, newRecord, pages, type Record } from './application.ts'
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts'
import { engineOf, policyText, type SiteSet } from './sites.ts'

export interface TestBed {
  readonly siteSets: readonly SiteSet[]
  readonly engine: Engine
  readonly record: Record
  readonly gateway: GatewayProcess
  /** The policy file that the gateway watches. */
  readonly policy: string
  /** The sites of a gateway that allows two requests per client and hour. */
  readonly limited: SiteSet
  /** The hash of the public key of the certificate, for browsers. */
  readonly key: string
  /** Tokens of a login. */
  readonly tokens: { readonly reader: string; readonly expired: string }
  close(): Promise<void>
}

/** All hosts of the pages. */
const CERTIFICATE_NAMES = ['site.localhost', '*.site.localhost', 'far.localhost', 'localhost'].map(
  (name) => `DNS:${name}`,
)

/** The gateway's limit for request bodies, bytes. */
const BODY_LIMIT = 65_536

/** Starts all of it. */
export async function openTestBed(): Promise<TestBed> {
  const folder = temporaryFolder()
  const record = newRecord()
  const login = newLogin()
  const servers: Server[] = []
  const gateways: GatewayProcess[] = []
  const close = async (): Promise<void> => {
    await Promise.all(gateways.map((each) => each.close()))
    await Promise.all(servers.map(closeServer))
    folder.remove()
  }
  try {
    const tls = selfSigned(folder.path, 'localhost', CERTIFICATE_NAMES)
    const pageServer = pages(record, (id) => gateways.flatMap(loggedFor(id)).length)
    const start = (server: Server): Promise<number> => {
      servers.push(server)
      return listen(server)
    }
    const behind = createServer(withKeys(login.keys, application(record)))
    behind.on('upgrade', applicationSocket(record))
    const upstream = await start(behind)
    // The policy names the ports before the gateways listen.
    const [plainGateway = 0, tlsGateway = 0, limitedGateway = 0, dead = 0] = await freePorts(4)
    const siteSets: readonly SiteSet[] = [
      { name: 'plain', pages: await start(createServer(pageServer)), gateway: plainGateway },
      {
        name: 'tls',
        pages: await start(createTlsServer(readCertificate(tls), pageServer)),
        gateway: tlsGateway,
      },
    ]
    const limited: SiteSet = { ...(siteSets[0] as SiteSet), gateway: limitedGateway }
    const text = policyText([...siteSets, limited])
    const policy = folder.write('policy.yaml', text)
    const common = {
      version: 1,
      policy,
      admin: false,
      upstreams: {
        app: { urls: [`http://127.0.0.1:${upstream}`] },
        slow: { urls: [`http://127.0.0.1:${upstream}`], timeouts: { headers: '300ms' } },
        dead: { urls: [`http://127.0.0.1:${dead}`] },
      },
      routes: [
        { path: '/dead/**', upstream: 'dead' },
        { path: '/slow/**', upstream: 'slow' },
        { upstream: 'app' },
      ],
      authentication: [
        {
          issuer: ISSUER,
          audience: AUDIENCE,
          jwksUrl: `http://127.0.0.1:${upstream}/keys`,
          algorithms: ['ES256'],
        },
      ],
      log: { access: false, decisions: { granted: 1, denied: 1 } },
      limits: { bodyBytes: BODY_LIMIT },
      drain: '200ms',
    }
    const [gateway] = await Promise.all([
      startGatewayProcess(folder.path, 'gateway', {
        ...common,
        listen: [
          { address: `127.0.0.1:${plainGateway}` },
          { address: `127.0.0.1:${tlsGateway}`, tls },
        ],
      }),
      startGatewayProcess(folder.path, 'limited', {
        ...common,
        listen: [{ address: `127.0.0.1:${limitedGateway}` }],
        rateLimits: [{ by: 'client', limit: 2, per: '1h' }],
      }).then((each) => gateways.push(each)),
    ])
    gateways.push(gateway)
    const engine = engineOf(text)
    const key = publicKeyHash(tls)
    return { siteSets, engine, record, gateway, policy, limited, key, tokens: login, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The decisions of a gateway about one trial. */
function loggedFor(id: string) {
  return ({ decisions }: GatewayProcess) => decisions.filter(({ path }) => path.endsWith(`/${id}`))
}

const ISSUER = 'https://login.site.example'
const AUDIENCE = 'https://api.site.example'

interface Login {
  readonly keys: string
  readonly reader: string
  readonly expired: string
}

/** An issuer of logins with one key (RFC 7515, ES256). */
function newLogin(): Login {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (more: object): string => {
    const now = Math.floor(Date.now() / 1_000)
    const text = `${part({ alg: 'ES256', kid: 'one', typ: 'JWT' })}.${part({
      iss: ISSUER,
      aud: AUDIENCE,
      sub: 'mara',
      iat: now - 7_200,
      exp: now + 3_600,
      ...more,
    })}`
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
    return `${text}.${createSign('sha256').update(text).sign(key, 'base64url')}`
  }
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256', use: 'sig' }
  return {
    keys: JSON.stringify({ keys: [jwk] }),
    reader: sign({ roles: ['reader'] }),
    expired: sign({ roles: ['reader'], exp: Math.floor(Date.now() / 1_000) - 3_600 }),
  }
}

function withKeys(keys: string, application: RequestListener): RequestListener {
  return (request, response) => {
    if (request.url === '/keys') response.setHeader('content-type', 'application/json').end(keys)
    else application(request, response)
  }
}
