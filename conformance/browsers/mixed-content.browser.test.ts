import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { BROWSERS, browseAnswers, type PageRequest } from '@marque/core/browsers'
import { publicKeyHash, readCertificate, selfSigned } from '@marque/testkit/certificates'
import { closeServer, listen } from '@marque/testkit/http'
import { temporaryFolder } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, isInstalled, launchBrowser, type Page } from './launch.ts'

/** All are found on this machine: in Chromium by its rules for hosts, in Firefox by a preference; WebKit finds the loopback only. */
const PUBLIC_NAME = 'intranet.example.com'
const LOCAL_NAMES = ['printer.local', '192.168.1.7']
const LOOPBACK_NAMES = ['localhost', 'api.localhost', '127.0.0.1', '127.9.8.7']
const HOSTS = [PUBLIC_NAME, ...LOCAL_NAMES, ...LOOPBACK_NAMES]
/** Firefox resolves no address in place of another one. */
const NOT_FOUND: { readonly [name: string]: readonly string[] } = {
  firefox: ['192.168.1.7'],
  webkit: [PUBLIC_NAME, ...LOCAL_NAMES],
}

const LAUNCH = {
  chromium: {
    args: [
      '--host-resolver-rules=MAP *.example.com 127.0.0.1,MAP *.local 127.0.0.1,MAP 192.168.1.7 127.0.0.1,MAP * ~NOTFOUND,EXCLUDE localhost,EXCLUDE *.localhost,EXCLUDE 127.0.0.1,EXCLUDE 127.9.8.7',
    ],
  },
  firefox: { preferences: { 'network.dns.localDomains': `${PUBLIC_NAME},printer.local` } },
  webkit: { args: ['--ignore-tls-errors'] },
} as const

for (const name of BROWSERS) {
  if (!isInstalled(name)) {
    test.skip(`${name} is missing: npm run parts -- --only ${name}`)
    continue
  }
  describe(`F1: mixed content in ${name}`, () => {
    const folder = temporaryFolder()
    const servers: Server[] = []
    let arrived: string[] = []
    let browser: Browser
    let api: number
    const pages: { secure?: Page; plain?: Page; origins: { [kind: string]: string } } = {
      origins: {},
    }
    beforeAll(async () => {
      const certificate = selfSigned(folder.path, 'app.localhost', ['DNS:app.localhost'])
      const start = (server: Server): Promise<number> => {
        servers.push(server)
        return listen(server)
      }
      const servePage: RequestListener = (_, response) => {
        response.setHeader('content-type', 'text/html').end('<!doctype html><title>page</title>')
      }
      const tls = await start(createTlsServer(readCertificate(certificate), servePage))
      const plain = await start(createServer(servePage))
      const answer: RequestListener = ({ method, headers }, response) => {
        arrived.push(`${method} ${headers.host?.replace(/:.*/, '')}`)
        response.setHeader('access-control-allow-origin', '*')
        response.setHeader('access-control-allow-methods', 'PUT').end()
      }
      // Chromium's rules lead to IPv4 only, and 127.9.8.7 needs every address of the loopback.
      const server = createServer(answer)
      servers.push(server)
      api = await new Promise((resolve) =>
        server.listen(0, '0.0.0.0', () => resolve((server.address() as { port: number }).port)),
      )
      browser = await launchBrowser(name, {
        ...LAUNCH[name],
        ...(name !== 'webkit' && { trustedKey: publicKeyHash(certificate) }),
      })
      pages.origins = {
        secure: `https://app.localhost:${tls}`,
        plain: `http://app.localhost:${plain}`,
      }
      pages.secure = await browser.open(`${pages.origins.secure}/`)
    })
    afterAll(async () => {
      await browser?.close()
      await Promise.all(servers.map(closeServer))
      folder.remove()
    })
    const send = async (page: Page, method: string, host: string): Promise<readonly string[]> => {
      arrived = []
      await page.evaluate(
        (url: string, init: { method: string }) =>
          fetch(url, init).then(
            () => null,
            () => null,
          ),
        `http://${host}:${api}/x`,
        { method },
      )
      return arrived
    }
    /** What the model says of the requests that arrive; every server is on this machine, so that no permission is needed. */
    const expected = (origin: string, method: string, host: string): readonly string[] => {
      const sent: string[] = []
      const page: PageRequest = {
        origin,
        method,
        url: `http://${host}:${api}/x`,
        headers: [],
        credentials: false,
      }
      const { blocked } = browseAnswers(page, () => ({ status: 403, headers: [] }))[name]
      if (blocked === null) sent.push(...(method === 'GET' ? ['GET'] : ['OPTIONS', method]))
      return sent.map((each) => `${each} ${host}`)
    }

    test('an https page sends to http what the model says, and else nothing, no preflight either', async () => {
      const { secure, origins } = pages
      for (const host of HOSTS) {
        if (NOT_FOUND[name]?.includes(host)) continue
        for (const method of ['GET', 'PUT']) {
          const want = expected(origins.secure ?? '', method, host)
          expect(await send(secure!, method, host), `${method} ${host}`).toEqual(want)
        }
      }
    })

    test('an http page sends to all of them', async () => {
      const plain = await browser.open(`${pages.origins.plain}/`)
      for (const host of HOSTS) {
        if (NOT_FOUND[name]?.includes(host)) continue
        expect(await send(plain, 'GET', host), host).toEqual([`GET ${host}`])
      }
    })
  })
}
