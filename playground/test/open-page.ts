/**
 * The page in a real browser, over HTTP or from a file, with a log of its requests.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildPage } from '../build/page.ts'

/** Where the built page can be had. */
export interface Place {
  /** Over HTTP, from this machine. */
  readonly url: string
  /** The same page as a file. */
  readonly file: string
  /** Received requests in order: method and target. */
  readonly requests: string[]
  readonly close: () => Promise<void>
}

/** Builds the page and serves it. It answers every path with 200, so that no request is hidden by an error. */
export async function placePage(): Promise<Place> {
  const { html } = await buildPage()
  const folder = mkdtempSync(join(tmpdir(), 'marque-playground-'))
  const path = join(folder, 'playground.html')
  writeFileSync(path, html)
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.setHeader('access-control-allow-origin', '*')
    response.end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    file: pathToFileURL(path).href,
    requests,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
