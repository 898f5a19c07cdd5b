/**
 * Serves the pages: the same page for every origin, with its own origin in the setup block.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import type { RequestLog } from '../api/index.ts'
import type { Setup, Site } from '../page/index.ts'

const FOLDER = join(import.meta.dirname, '..', 'page')

/** Initial path of the frame that is the form's target. */
const BLANK = '<!doctype html><title>frame</title>'

/** Creates the server of all pages; the caller calls `listen` and `close`. */
export function createPages(api: string, sites: readonly Site[], requestLog: RequestLog): Server {
  const files = readFiles()
  const documents: { readonly [path: string]: string } = {
    '/': readFileSync(join(FOLDER, 'index.html'), 'utf8'),
    '/frame': readFileSync(join(FOLDER, 'frame.html'), 'utf8'),
    '/blank': BLANK,
  }
  const policy = contentPolicy(api)
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page')
    const site = sites.find(({ origin }) => origin === `http://${request.headers.host}`)
    const file = files.get(pathname)
    const document = documents[pathname]
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('cache-control', 'no-store')
    if (site === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) {
      send(response, 404, 'text/plain', 'nothing here')
    } else if (file !== undefined) {
      // The sandboxed frame, whose origin is opaque, loads them too.
      response.setHeader('access-control-allow-origin', '*')
      send(response, 200, file.type, file.text)
    } else if (pathname === '/seen') {
      const seen = requestLog.of(searchParams.get('ask') ?? '')
      send(response, 200, 'application/json', JSON.stringify(seen))
    } else if (document !== undefined) {
      response.setHeader('content-security-policy', policy(site))
      const setup: Setup = { api, here: site, sites }
      send(response, 200, 'text/html; charset=utf-8', fill(document, setup))
    } else send(response, 404, 'text/plain', 'nothing here')
  })
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type }).end(text)
}

/** No resources from other origins and no inline script: the pages may only request themselves and the API. */
function contentPolicy(api: string): (site: Site) => string {
  const live = api.replace(/^http/, 'ws')
  return ({ origin }) =>
    [
      "default-src 'none'",
      `script-src ${origin}`,
      `style-src ${origin}`,
      `connect-src ${origin} ${api} ${live}`,
      `img-src data: ${api}`,
      `frame-src ${origin} ${api}`,
      `form-action ${api}`,
      "base-uri 'none'",
    ].join('; ')
}

/** Escapes JSON for a script block in HTML, so that the text cannot end the block. */
function fill(template: string, setup: Setup): string {
  return template
    .replaceAll('{{title}}', () => setup.here.title)
    .replace(
      'id="setup">{}',
      () => `id="setup">${JSON.stringify(setup).replaceAll('<', '\\u003c')}`,
    )
}

/** The page's modules with types stripped, and its style sheet, by URL path. */
function readFiles(): ReadonlyMap<string, { readonly type: string; readonly text: string }> {
  const names = readdirSync(FOLDER).filter((name) => /\.(?:ts|css)$/.test(name))
  return new Map(
    names.map((name) => {
      const text = readFileSync(join(FOLDER, name), 'utf8')
      return name.endsWith('.ts')
        ? [`/${name}`, { type: 'text/javascript', text: stripTypeScriptTypes(text) }]
        : [`/${name}`, { type: 'text/css', text }]
    }),
  )
}
