import { createServer, type RequestListener } from 'node:http'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compilePolicy, EVIL } from '@marque/testkit/policies'
import cors from 'cors'
import express from 'express'
import express4 from 'express4'
import { afterEach, describe, expect, test } from 'vitest'
import { marque } from '../../src/express.ts'
import { listening, type RunningApp } from '../contract/app.ts'
import { ask, corsOf, expectOneAuthor, GRANTED } from './answers.ts'
import { BUNDLE } from './policy.ts'

const policy = BUNDLE
const THIS = fileURLToPath(import.meta.url)
/** Lets everybody in. */
const OPEN = `version: 1
self: [https://api.example.com]
resources:
  - name: everything
    match: [{ path: /** }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET] }]
`

let app: RunningApp | undefined
afterEach(async () => {
  await app?.stop()
  app = undefined
})

async function serve(listener: RequestListener): Promise<RunningApp> {
  app = await listening(createServer(listener))
  return app
}

describe.each([
  ['Express 5', express],
  ['Express 4', express4],
])('%s', (_, make) => {
  test('a sub-router with a CORS middleware of its own, and headers set behind it', async () => {
    const main = make()
    main.use(marque({ policy }))
    const inner = make.Router()
    inner.use(cors({ origin: true, credentials: true, exposedHeaders: ['x-secret'] }))
    inner.get('/x', (__, response) => {
      response.set('Access-Control-Allow-Origin', '*').set({ 'Access-Control-Max-Age': '1' })
      response.json({ ok: true })
    })
    main.use('/inner', inner)
    const running = await serve(main)
    await expectOneAuthor(running, '/inner/x', 200)
  })

  test('an application in the application, with its own error handler', async () => {
    const main = make()
    main.use(marque({ policy }))
    const inner = make()
    inner.get('/x', (__, ___, next) => next(new Error('broken')))
    inner.use(((__, ___, response, ____) => {
      response.set('Access-Control-Allow-Origin', EVIL).status(418).send('own')
    }) as express.ErrorRequestHandler)
    main.use('/inner', inner)
    const running = await serve(main)
    await expectOneAuthor(running, '/inner/x', 418)
  })

  test('an error that is passed on, answered by a handler that takes all headers away', async () => {
    const main = make()
    main.use(marque({ policy }))
    main.get('/x', (__, response, next) => {
      response.set('Vary', 'Cookie')
      next(Object.assign(new Error('broken'), { status: 409 }))
    })
    main.use(((error, __, response, ___) => {
      for (const name of response.getHeaderNames()) response.removeHeader(name)
      response.writeHead(error.status, { 'access-control-allow-origin': '*' }).end('own')
    }) as express.ErrorRequestHandler)
    const running = await serve(main)
    await expectOneAuthor(running, '/x', 409)
  })

  test('files: whole, a part, not changed, not there, a folder that is redirected', async () => {
    const main = make()
    main.use(marque({ policy }))
    main.get('/file', (__, response) => {
      response.sendFile(THIS, { headers: { 'Access-Control-Allow-Origin': EVIL } })
    })
    main.get('/none', (__, response) => {
      response.sendFile(`${THIS}.none`)
    })
    main.use('/static', make.static(dirname(dirname(THIS)), { maxAge: 1000 }))
    main.set('env', 'test')
    const running = await serve(main)
    await expectOneAuthor(running, '/file', 200)
    await expectOneAuthor(running, '/file', 206, { lines: 'Range: bytes=0-3\r\n' })
    await expectOneAuthor(running, '/file', 416, { lines: 'Range: bytes=99999999-\r\n' })
    await expectOneAuthor(running, '/none', 404)
    await expectOneAuthor(running, `/static/behaviours/${basename(THIS)}`, 200)
    await expectOneAuthor(running, '/static/behaviours', 301)
    const { headers } = await ask(running, '/file')
    const tag = headers.find(([name]) => name.toLowerCase() === 'etag')?.[1] ?? ''
    await expectOneAuthor(running, '/file', 304, { lines: `If-None-Match: ${tag}\r\n` })
    await expectOneAuthor(running, '/file', 412, { lines: 'If-Match: "other"\r\n' })
  })

  test('`fresh` makes a 304 of what `send` was given', async () => {
    const main = make()
    main.use(marque({ policy }))
    main.get('/x', (__, response) => {
      response.set('Access-Control-Allow-Origin', EVIL).send('tagged')
    })
    const running = await serve(main)
    const { headers } = await ask(running, '/x')
    const tag = headers.find(([name]) => name.toLowerCase() === 'etag')?.[1] ?? ''
    await expectOneAuthor(running, '/x', 304, { lines: `If-None-Match: ${tag}\r\n` })
  })

  test('routes of OPTIONS, made by hand and by the router', async () => {
    const main = make()
    main.use(marque({ policy }))
    main.options('/own', cors({}), (__, response) => {
      response.send('own')
    })
    main.get('/auto', (__, response) => {
      response.send('auto')
    })
    const running = await serve(main)
    const auto = await ask(running, '/auto', { method: 'OPTIONS' })
    expect([auto.status, corsOf(auto)]).toEqual([200, GRANTED])
    const preflight = await ask(running, '/own', {
      method: 'OPTIONS',
      lines: 'Access-Control-Request-Method: PATCH\r\n',
    })
    expect([preflight.status, corsOf(preflight)]).toEqual([403, {}])
  })

  test('below a router that rewrites `url` the target that came is judged', async () => {
    const main = make()
    main.use((request, __, next) => {
      request.url = '/open'
      next()
    })
    main.use('/', marque({ policy }))
    main.get('/open', (request, response) => {
      response.send(request.marque?.resource)
    })
    const running = await serve(main)
    expect((await ask(running, '/account/x', { origin: EVIL })).status).toBe(403)
  })

  test('what `trust proxy` makes of a host is not judged: Host is', async () => {
    const main = make()
    main.set('trust proxy', true)
    main.use(marque({ policy }))
    main.get('/x', (request, response) => {
      response.send(`${request.protocol} ${request.hostname} ${request.marque?.kind}`)
    })
    const running = await serve(main)
    const lines = 'X-Forwarded-Host: evil.test\r\nX-Forwarded-Proto: http\r\n'
    const same = await ask(running, '/x', { lines, origin: 'https://api.example.com' })
    expect(same.body).toBe('http evil.test same-origin')
    expect((await ask(running, '/x', { lines, origin: EVIL })).body).toBe('http evil.test actual')
  })

  test('two of ours: what the first one refuses stays refused', async () => {
    const main = make()
    main.use(marque({ policy }))
    main.use(marque({ policy: compilePolicy(OPEN) }))
    main.get('/x', (__, response) => {
      response.send('x')
    })
    const running = await serve(main)
    await expectOneAuthor(running, '/x', 200)
  })
})
