/**
 * What an application on Node may do with its answers, as a listener for `node:http` and for everything that shows its answer.
 *
 * @module
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { createGzip, gzipSync } from 'node:zlib'
import { EVIL } from '@marque/testkit/policies'

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
  '/head-lists': (response) =>
    response.writeHead(200, ['Set-Cookie', ['a=1', 'b=2'], 'X-Number', 1] as never).end('lists'),
  '/head-both': (response) =>
    response
      .writeHead(200, undefined, { 'Access-Control-Allow-Origin': EVIL, 'Set-Cookie': 'a=1' })
      .end('both'),
  '/head-old-name': (response) => {
    // An old name of the same function, which Node still has.
    const { writeHeader } = response as unknown as { writeHeader: typeof response.writeHead }
    writeHeader.call(response, 200, { 'Access-Control-Allow-Origin': EVIL })
    response.end('old')
  },
  '/head-refused': (response) => {
    try {
      response.writeHead(200, { 'Access-Control-Allow-Origin': EVIL, 'X-Broken': 'a\nb' })
    } catch {
      response.writeHead(500, { 'Access-Control-Allow-Methods': 'PUT' })
    }
    response.end('refused')
  },
  '/set-headers': (response) => {
    response.setHeaders(
      new Headers([
        ['access-control-allow-origin', EVIL],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ]),
    )
    response.setHeaders(new Map([['Access-Control-Allow-Credentials', 'false']]))
    response.end('set')
  },
  '/append-header': (response) => {
    response.setHeader('Access-Control-Allow-Origin', EVIL)
    response.appendHeader('Access-Control-Allow-Origin', '*')
    response.appendHeader('Vary', 'Accept')
    response.appendHeader('Vary', 'Cookie')
    response.end('append')
  },
  '/remove-header': (response) => {
    for (const name of response.getHeaderNames()) response.removeHeader(name)
    response.removeHeader('Vary')
    response.removeHeader('Access-Control-Allow-Origin')
    response.end('removed')
  },
  '/information': (response) => {
    const { writeInformation } = response as unknown as {
      writeInformation?: (status: number, headers: unknown) => void
    }
    // Nodes before 24.18 do not have it.
    for (const headers of [
      { 'Access-Control-Allow-Origin': EVIL },
      ['Access-Control-Allow-Origin', EVIL, 'X-Kept', 'yes'],
      [['Timing-Allow-Origin', '*']],
      undefined,
    ])
      writeInformation?.call(response, 103, headers)
    response.writeProcessing()
    response.end('information')
  },
  '/broken-stream': (response) => {
    const body = Readable.from(
      (async function* () {
        yield 'part'
        throw new Error('midway')
      })(),
    )
    body.on('error', () => response.destroy())
    body.pipe(response)
  },
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
  '/gzip-stream': (response) => {
    response.setHeader('Content-Encoding', 'gzip')
    response.appendHeader('Vary', 'Accept-Encoding')
    Readable.from(['a', 'b']).pipe(createGzip()).pipe(response)
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
