import type { Topic } from '../scenario.ts'

export const elsewhere: Topic = {
  name: 'Redirects, opaque origins, sockets',
  scenarios: [
    {
      id: 'redirect-own-to-api',
      title: "from the page's own origin to the API",
      server: { path: 'app:/go?to=api:/write/a' },
      want: 'send GET to app from nobody; send GET; read 200 seeing etag,x-one',
    },
    {
      id: 'redirect-own-to-api-authorization',
      title: 'the same with Authorization, which is dropped',
      server: { path: 'app:/go?to=api:/write/a' },
      steps: [{ headers: [['authorization', 'Bearer 1']] }],
      want: 'send GET to app from nobody with authorization; send GET; read 200 seeing etag,x-one',
      but: {
        firefox:
          'send GET to app from nobody with authorization; ask GET; send GET; read 200 seeing etag,x-one',
        webkit:
          'send GET to app from nobody with authorization; ask GET authorization; send GET; read 200 seeing etag,x-one',
      },
    },
    {
      id: 'redirect-inside-api',
      title: 'from the API to itself',
      server: { path: '/write/go?to=api:/write/a' },
      want: 'send GET; send GET; read 200 seeing etag,x-one',
    },
    {
      id: 'redirect-api-to-other',
      title: 'from the API to another origin: the origin becomes `null`',
      server: { path: '/write/go?to=other:/write/a' },
      want: 'send GET; send GET to other from null; fail',
    },
    {
      id: 'redirect-api-to-other-any',
      title: 'the same to what everybody may read',
      server: { path: '/write/go?to=other:/any/a' },
      want: 'send GET; send GET to other from null; read 200 seeing etag,retry-after,x-one,x-two',
    },
    {
      id: 'redirect-api-to-other-authorization',
      title: 'from the API to another origin with Authorization',
      server: { path: '/write/go?to=other:/any-authorization/a' },
      steps: [{ headers: [['authorization', 'Bearer 1']] }],
      want: 'ask GET authorization; send GET with authorization; send GET to other from null; read 200',
      but: {
        firefox:
          'ask GET authorization; send GET with authorization; ask GET; send GET to other from null; read 200',
        webkit:
          'ask GET authorization; send GET with authorization; ask GET authorization; send GET to other from null; read 200',
      },
    },
    {
      id: 'redirect-back',
      title: "from the API back to the page's origin",
      server: { path: '/write/go?to=app:/page' },
      want: 'send GET; send GET to app from null; fail',
    },
    {
      id: 'redirect-preflighted',
      title: 'a redirected request that was asked for',
      server: { path: '/write/go?to=api:/write/a' },
      steps: [{ method: 'PUT' }],
      want: 'ask PUT; send PUT; ask PUT; send PUT; read 200 seeing etag,x-one',
    },
    {
      id: 'redirect-denied',
      title: 'a redirect of an answer that it may not read',
      page: 'evil',
      server: { path: '/write/go?to=api:/any/a' },
      want: 'send GET; fail',
    },
    {
      id: 'sandbox',
      title: 'GET where only origins by name are granted',
      page: 'sandbox',
      server: { path: '/plain/a' },
      want: 'send GET; fail',
    },
    {
      id: 'sandbox-any',
      title: 'GET where everybody may read',
      page: 'sandbox',
      server: { path: '/any/a' },
      want: 'send GET; read 200 seeing etag,retry-after,x-one,x-two',
    },
    {
      id: 'sandbox-null',
      title: 'GET, answered `Access-Control-Allow-Origin: null`',
      page: 'sandbox',
      server: { actual: {} },
      want: 'send GET; read 200',
    },
    {
      id: 'socket',
      title: 'a WebSocket, granted',
      server: { path: '/live/a' },
      steps: [{ by: 'websocket' }],
      want: 'send GET cookie; message',
    },
    {
      id: 'socket-from-evil',
      title: "a WebSocket: the server's 403 is all that stops it",
      page: 'evil',
      server: { path: '/live/a' },
      steps: [{ by: 'websocket' }],
      want: 'send GET cookie; fail',
    },
    {
      id: 'socket-unchecked',
      title: 'a WebSocket, answered 101 without any CORS header',
      page: 'evil',
      server: { actual: { headers: [] } },
      steps: [{ by: 'websocket' }],
      want: 'send GET cookie; message',
    },
  ],
}
