import type { Step, Trial } from '../trial.ts'

/** Redirects, caches, streams and sockets. */
export const elsewhere: readonly Trial[] = [
  {
    id: 'own-to-api',
    title: 'a redirect from the page’s own origin to the API',
    path: 'app:/go',
    onward: ['/write'],
  },
  {
    id: 'own-to-denied',
    title: 'a redirect from the page’s own origin to where it has no grant',
    path: 'app:/go',
    onward: ['/isolated'],
  },
  { id: 'inside', title: 'a redirect within the API', path: '/write', onward: ['/block'] },
  {
    id: 'inside-put',
    title: 'a redirected PUT: both places are asked first',
    path: '/write',
    onward: ['/any'],
    steps: [{ method: 'PUT' }],
  },
  {
    id: 'inside-denied',
    title: 'a redirect within the API to where there is no grant',
    path: '/write',
    onward: ['/isolated'],
  },
  {
    id: 'unread',
    title: 'a redirect that may not be read is not followed',
    from: 'evil',
    path: '/write',
    onward: ['/any'],
  },
  {
    id: 'across',
    title: 'a redirect from the API to another origin: the origin becomes `null`',
    path: '/write',
    onward: ['other:/write'],
  },
  {
    id: 'across-any',
    title: 'the same to what everybody may read',
    path: '/write',
    onward: ['other:/any'],
  },
  {
    id: 'across-and-back',
    title: 'from the API to another origin and back',
    path: '/write',
    onward: ['other:/any', '/write'],
  },
  {
    id: 'back',
    title: 'from the API back to the page’s origin',
    path: '/write',
    onward: ['app:/go'],
  },
  {
    id: 'known',
    title: 'an answer that the browser has: 304 with the headers of CORS',
    path: '/login',
    answer: { cache: 'no-cache' },
    steps: [{ credentials: true }, { credentials: true }],
  },
  {
    id: 'kept',
    title: 'a picture is kept, and then the same address is read: `Vary: Origin` keeps them apart',
    path: '/login',
    answer: { cache: 'max-age=600', type: 'image' },
    // Both with cookies: Chromium keeps answers with and without them apart by itself.
    steps: [{ by: 'image' }, { credentials: true }, { credentials: true, isKept: true }],
  },
  {
    id: 'stream-down',
    title: 'an answer that comes piece by piece',
    path: '/login',
    answer: { do: 'stream' },
    steps: [{ by: 'stream-down', credentials: true }],
  },
  {
    id: 'stream-up',
    title: 'a body that goes piece by piece',
    path: '/write',
    steps: [{ by: 'stream-up', method: 'POST', body: 'a' }],
    // The others send none, and this one needs HTTP/2.
    browsers: ['chromium'],
    siteSets: ['tls'],
  },
  ...both('events', 'events', { answer: { do: 'events' } }),
  {
    id: 'events-any',
    title: 'events for everybody',
    from: 'evil',
    path: '/any',
    answer: { do: 'events' },
    steps: [{ by: 'events' }],
  },
  {
    id: 'events-evil',
    title: 'events for a page without a grant',
    from: 'evil',
    path: '/live',
    answer: { do: 'events' },
    steps: [{ by: 'events', credentials: true }],
  },
  { id: 'socket', title: 'a WebSocket', path: '/live', steps: [{ by: 'websocket' }] },
  {
    id: 'socket-evil',
    title: 'a WebSocket of a page of the same site without a grant, whose cookies travel',
    from: 'evil',
    path: '/live',
    steps: [{ by: 'websocket' }],
  },
  {
    id: 'socket-far',
    title: 'a WebSocket of a page of another site',
    from: 'far',
    path: '/live',
    steps: [{ by: 'websocket' }],
  },
  {
    id: 'socket-sandbox',
    title: 'a WebSocket of a page without an origin',
    from: 'sandbox',
    path: '/live',
    steps: [{ by: 'websocket' }],
  },
  {
    id: 'socket-elsewhere',
    title: 'a WebSocket where only requests are granted',
    path: '/login',
    steps: [{ by: 'websocket' }],
  },
  {
    id: 'socket-unmatched',
    title: 'a WebSocket to a path that nobody wrote down',
    path: '/none',
    steps: [{ by: 'websocket' }],
  },
]

/** With credentials and without, where they are granted and where they are not. */
function both(
  id: string,
  by: NonNullable<Step['by']>,
  more: Pick<Trial, 'answer'>,
): readonly Trial[] {
  return [
    { id: `${id}-login`, title: `${by} with credentials`, path: '/login', credentials: true },
    { id: `${id}-login-omit`, title: `${by} without`, path: '/login', credentials: false },
    { id: `${id}-write`, title: `${by} without`, path: '/write', credentials: false },
    {
      id: `${id}-write-denied`,
      title: `${by} with credentials that are not granted`,
      path: '/write',
      credentials: true,
    },
  ].map(({ credentials, ...rest }) => ({ ...rest, ...more, steps: [{ by, credentials }] }))
}
