/**
 * What an application on Node may do with its answers, as a listener for `node:http` and for everything that shows its answer.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { EVIL } from './policy.ts'

type Route = (response: ServerResponse, request: IncomingMessage) => void

/** By path. Those of `EVERYWHERE` are written for every framework in its own way too. */
export const NODE_ROUTES: { readonly [path: string]: Route } = {
  '/head-flat': (response) =>
    response
      .writeHead(200, ['Access-Control-Allow-Origin', EVIL, 'Vary', 'Accept', 'VARY', 'Cookie'])
      .end('flat'),
  '/head-object': (response) =>
    response
      .writeHead(201, 'Made', {
        'ACCESS-CONTROL-ALLOW-ORIGIN': '*',
        vary: ['Accept', 'Cookie'],
      } as never)
      .end('object'),
  '/odd-case': (response) => {
    response.setHeader('aCCESS-cONTROL-aLLOW-oRIGIN', [EVIL, '*'])
    response.setHeader('Access-Control-Allow-Methods', 'PUT')
    response.setHeader('Access-Control-Allow-Private-Network', 'true')
    response.setHeader('Timing-Allow-Origin', '*')
    response.end('odd')
  },
  '/hints': (response) => {
    response.writeEarlyHints(
      { link: '</a.css>; rel=preload', 'Access-Control-Allow-Origin': EVIL } as never,
      () => response.end('hints'),
    )
  },
  '/trailers': (response) => {
    response.setHeader('Trailer', 'X-Sum')
    response.write('part')
    response.addTrailers({ 'X-Sum': '1', 'Access-Control-Allow-Origin': EVIL })
    response.end()
  },
  '/trailer-pairs': (response) => {
    response.setHeader('Trailer', 'X-Sum')
    response.write('part')
    response.addTrailers([
      ['X-Sum', '1'],
      ['access-control-allow-origin', EVIL],
    ])
    response.end()
  },
  '/flush': (response) => {
    response.flushHeaders()
    setImmediate(() => response.end('flushed'))
  },
  '/gzip': (response) => {
    // What `compression` does: it waits for the headers to be written, with a `writeHead` of its own over ours.
    const { writeHead } = response
    response.writeHead = ((...args: readonly unknown[]) => {
      response.setHeader('Content-Encoding', 'gzip')
      response.setHeader('Vary', 'Accept-Encoding')
      return Reflect.apply(writeHead, response, args)
    }) as typeof response.writeHead
    response.end(gzipSync('zipped'))
  },
  '/twice': (response) => {
    response.end('first')
    try {
      response.writeHead(500, { 'Access-Control-Allow-Origin': EVIL })
    } catch {
      // Node refuses it, as it does without us.
    }
  },
}
