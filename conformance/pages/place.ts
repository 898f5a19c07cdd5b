/**
 * Where the trials run: pages over HTTP and over TLS, the real command between them and an application, and a second one with limits.
 *
 * @module
 */
import { createSign, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createPort } from 'node:net'
import { join } from 'node:path'
import type { Engine } from '@marque/core'
import { removeFolder, temporaryFolder } from '../browsers/processes.ts'
import { application, applicationSocket, newRecord, pages, type Record } from './application.ts'
import { certificateIn, keyHashOf, readTls } from './certificate.ts'
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts'
import { engineOf, policyText, type World } from './world.ts'

export interface Place {
  readonly worlds: readonly World[]
  readonly engine: Engine
  readonly record: Record
  readonly gateway: GatewayProcess
  /** The policy that the gateway watches. */
  readonly policy: string
  /** The world of a gateway that answers two requests of a client an hour. */
  readonly limited: World
  /** The hash of the public key of its TLS, for browsers. */
  readonly key: string
  /** Tokens of a login. */
  readonly tokens: { readonly reader: string; readonly expired: string }
  close(): Promise<void>
}

/** Bytes of a body that the gateway takes. */
const MOST_BYTES = 65_536

/** Starts all of it. */
export async function openPlace(): Promise<Place> {
  const folder = temporaryFolder()
  const record = newRecord()
  const login = newLogin()
  const servers: Server[] = []
  const gateways: GatewayProcess[] = []
  const close = async (): Promise<void> => {
    await Promise.all(gateways.map((each) => each.close()))
    await Promise.all(servers.map(stop))
    removeFolder(folder)
  }
  try {
    const tls = certificateIn(folder)
    const pageServer = pages(record, (id) => gateways.flatMap(judgedOf(id)).length)
    const listen = async (server: Server): Promise<number> => {
      servers.push(server)
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    }
    const behind = createServer(withKeys(login.keys, application(record)))
    behind.on('upgrade', applicationSocket(record))
    const upstream = await listen(behind)
    const [plainGateway, tlsGateway, limitedGateway, dead] = await freePorts(4)
    const worlds: readonly World[] = [
      { name: 'plain', pages: await listen(createServer(pageServer)), gateway: plainGateway },
      {
        name: 'tls',
        pages: await listen(createTlsServer(readTls(tls), pageServer)),
        gateway: tlsGateway,
      },
    ]
    const limited: World = { ...(worlds[0] as World), gateway: limitedGateway }
    const policy = join(folder, 'policy.yaml')
    const text = policyText([...worlds, limited])
    writeFileSync(policy, text)
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
      limits: { bodyBytes: MOST_BYTES },
      drain: '200ms',
    }
    const [gateway] = await Promise.all([
      startGatewayProcess(folder, 'gateway', {
        ...common,
        listen: [
          { address: `127.0.0.1:${plainGateway}` },
          { address: `127.0.0.1:${tlsGateway}`, tls },
        ],
      }),
      startGatewayProcess(folder, 'limited', {
        ...common,
        listen: [{ address: `127.0.0.1:${limitedGateway}` }],
        rateLimits: [{ by: 'client', limit: 2, per: '1h' }],
      }).then((each) => gateways.push(each)),
    ])
    gateways.push(gateway)
    const engine = engineOf(text)
    const key = keyHashOf(tls)
    return { worlds, engine, record, gateway, policy, limited, key, tokens: login, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** What a gateway judged of one trial. */
function judgedOf(id: string) {
  return ({ judged }: GatewayProcess) => judged.filter(({ path }) => path.endsWith(`/${id}`))
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

/** Ports that were free a moment ago: the policy names them before the gateway listens. */
async function freePorts(count: 4): Promise<readonly [number, number, number, number]> {
  const servers = Array.from({ length: count }, () => createPort().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  const [first = 0, second = 0, third = 0, fourth = 0] = ports
  return [first, second, third, fourth]
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}
