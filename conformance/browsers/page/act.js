/**
 * What pages do in the scenarios. It runs in the browser, so it is plain JavaScript.
 *
 * @module
 */

/** How each kind of step is done. Each resolves with what script learned of the answer, or rejects where it learned nothing. */
const WAYS = {
  fetch: (step, url) => readFetch(url, initOf(step)),
  'no-cors': (step, url) => readFetch(url, { ...initOf(step), mode: 'no-cors' }),
  stream: (step, url) => {
    const body = new Blob([step.body]).stream()
    return readFetch(url, { ...initOf(step), body, duplex: 'half' })
  },
  upload: xhrWithUploadListener,
  image,
  websocket,
}

/**
 * Does one step of a scenario.
 *
 * @returns `{ status, names }` where script may read, `{ event }` where it only learns that something happened, `{ failed }` else.
 */
export async function act(step, url) {
  try {
    return await Promise.race([WAYS[step.by](step, url), hang()])
  } catch (error) {
    return { failed: String(error?.message ?? error) }
  }
}

/** A browser that never answers must not hold up the rest. */
function hang() {
  return new Promise((resolve) => setTimeout(resolve, 10_000, { event: 'hang' }))
}

function initOf({ method, headers, body, credentials, fresh }) {
  return {
    method,
    headers,
    body,
    credentials: credentials ? 'include' : 'omit',
    cache: fresh ? 'no-store' : 'default',
  }
}

async function readFetch(url, init) {
  const answer = await fetch(url, init)
  if (answer.type === 'opaque') return { event: 'opaque' }
  await answer.text()
  return { status: answer.status, names: [...answer.headers.keys()] }
}

function xhrWithUploadListener(step, url) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(step.method, url)
    request.withCredentials = step.credentials
    for (const [name, value] of step.headers) request.setRequestHeader(name, value)
    request.upload.onprogress = () => undefined
    request.onload = () => resolve({ status: request.status, names: namesOf(request) })
    request.onerror = () => reject(new Error('error event'))
    request.send(step.body)
  })
}

function namesOf(request) {
  const lines = request.getAllResponseHeaders().trim().split('\r\n')
  return lines.map((line) => line.split(':', 1)[0].toLowerCase())
}

function image(_, url) {
  return new Promise((resolve, reject) => {
    const picture = new Image()
    picture.onload = () => resolve({ event: 'shown' })
    picture.onerror = () => reject(new Error('error event'))
    picture.src = url
  })
}

function websocket(_, url) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, 'ws'))
    socket.onmessage = () => {
      socket.close()
      resolve({ event: 'message' })
    }
    socket.onerror = () => reject(new Error('error event'))
  })
}

globalThis.act = act
