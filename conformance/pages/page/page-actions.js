/**
 * The actions of pages in the trials. Runs in the browser, so it is plain JavaScript.
 *
 * @module
 */

/** The actions by name. Each resolves with what script got, or rejects if it got nothing. */
const REQUEST_APIS = {
  fetch: (step, url) => read(url, initOf(step)),
  keepalive: (step, url) => read(url, { ...initOf(step), keepalive: true }),
  'no-cors': (step, url) => read(url, { ...initOf(step), mode: 'no-cors' }),
  upload,
  worker,
  events,
  image: (_, url) => element('img', 'src', url, {}),
  'image-cors': ({ credentials }, url) =>
    element('img', 'src', url, { crossOrigin: credentials ? 'use-credentials' : 'anonymous' }),
  script: (_, url) => element('script', 'src', url, {}),
  module: ({ credentials }, url) =>
    element('script', 'src', url, {
      type: 'module',
      crossOrigin: credentials ? 'use-credentials' : 'anonymous',
    }),
  font: async (_, url) => {
    await new FontFace('trial', `url(${url})`).load()
    return { event: 'shown' }
  },
  'stream-down': streamDown,
  'stream-up': streamUp,
  beacon: (step, url) => beacon(url, step.body, 'text/plain'),
  'beacon-json': (step, url) => beacon(url, step.body, 'application/json'),
  form,
  frame,
  websocket,
}

/** Runs the steps of all trials; those of one trial in sequence. `pages` is the address of the server of the pages. */
export async function run(trials, pages) {
  const done = await Promise.all(
    trials.map(async ({ id, url, steps }) => {
      const learned = []
      for (const step of steps) learned.push(await act({ ...step, id, pages }, url))
      return [id, learned]
    }),
  )
  return Object.fromEntries(done)
}

async function act(step, url) {
  try {
    return await Promise.race([REQUEST_APIS[step.by](step, url), hang()])
  } catch (error) {
    return { failed: String(error?.message ?? error) }
  }
}

/** A request without an outcome must not block the other trials. The bound is generous: a busy machine is slow. */
function hang() {
  return new Promise((resolve) => setTimeout(resolve, 120_000, { event: 'hang' }))
}

function initOf({ method, headers, body, credentials }) {
  return { method, headers, body, credentials: credentials ? 'include' : 'omit' }
}

async function read(url, init) {
  const answer = await fetch(url, init)
  if (answer.type === 'opaque') return { event: 'opaque' }
  await answer.text()
  return { ...learnedOf(answer), isTimed: await isTimed(url) }
}

function learnedOf({ status, headers }) {
  return { status, names: [...headers.keys()] }
}

/** Whether the page gets detailed timing (Resource Timing, 4.2). The entry is added in a task of its own. */
async function isTimed(url) {
  for (let left = 100; left > 0 && performance.getEntriesByName(url).length === 0; left -= 1)
    await new Promise((resolve) => setTimeout(resolve, 10))
  return performance.getEntriesByName(url).some(({ requestStart }) => requestStart > 0)
}

function upload({ method, headers, body, credentials }, url) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    request.withCredentials = credentials
    for (const [name, value] of headers) request.setRequestHeader(name, value)
    request.upload.onprogress = () => undefined
    request.onload = () => resolve({ status: request.status, names: namesOf(request) })
    request.onerror = () => reject(new Error('error event'))
    request.send(body)
  })
}

function namesOf(request) {
  const lines = request.getAllResponseHeaders().trim().split('\r\n')
  return lines.map((line) => line.split(':', 1)[0].toLowerCase())
}

/** From a dedicated worker, whose origin is the page's. */
function worker(step, url) {
  const source = `onmessage = async ({ data: { url, init } }) => {
    try {
      const answer = await fetch(url, init)
      await answer.text()
      postMessage({ status: answer.status, names: [...answer.headers.keys()] })
    } catch (error) {
      postMessage({ failed: String(error) })
    }
  }`
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  return new Promise((resolve) => {
    const thread = new Worker(address)
    thread.onmessage = ({ data }) => {
      thread.terminate()
      resolve(data)
    }
    thread.postMessage({ url, init: initOf(step) })
  })
}

function events({ credentials }, url) {
  return new Promise((resolve, reject) => {
    const source = new EventSource(url, { withCredentials: credentials })
    source.onmessage = () => {
      source.close()
      resolve({ event: 'message' })
    }
    source.onerror = () => {
      source.close()
      reject(new Error('error event'))
    }
  })
}

function element(name, attribute, url, more) {
  return new Promise((resolve, reject) => {
    const node = Object.assign(document.createElement(name), more)
    node.onload = () => resolve({ event: 'shown' })
    node.onerror = () => reject(new Error('error event'))
    node[attribute] = url
    document.body.append(node)
  })
}

/** The application continues only after the first chunk was read, so that buffering on the way would hang. */
async function streamDown(step, url) {
  const answer = await fetch(url, initOf(step))
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = (await reader.read()).value
  await fetch(`${step.pages}/release?id=${step.id}`, { mode: 'no-cors' })
  for (let piece = await reader.read(); !piece.done; piece = await reader.read())
    text += piece.value
  return text === 'first;last' ? learnedOf(answer) : { failed: text }
}

/** The second chunk is sent only after the application has received the first. */
async function streamUp(step, url) {
  const { id, pages, body } = step
  let pieces = 0
  const stream = new ReadableStream({
    async pull(controller) {
      if (pieces === 1) await fetch(`${pages}/begun?id=${id}`)
      if (pieces === 2) controller.close()
      else controller.enqueue(new TextEncoder().encode(body))
      pieces += 1
    },
  })
  return read(url, { ...initOf(step), body: stream, duplex: 'half' })
}

/** The page gets no response: it waits until the gateway has decided the request. */
async function beacon(url, body, type) {
  const isQueued = navigator.sendBeacon(url, new Blob([body], { type }))
  return { event: isQueued ? 'sent' : 'refused' }
}

async function form({ id, pages, body }, url) {
  const frame = document.createElement('iframe')
  frame.name = `form-${id}`
  const sheet = document.createElement('form')
  Object.assign(sheet, { method: 'post', action: url, target: frame.name })
  const field = document.createElement('input')
  Object.assign(field, { type: 'hidden', name: 'a', value: body })
  sheet.append(field)
  document.body.append(frame, sheet)
  sheet.submit()
  await fetch(`${pages}/judged?id=${id}&count=1`)
  return { event: 'sent' }
}

async function frame({ id, pages }, url) {
  const node = document.createElement('iframe')
  node.src = url
  document.body.append(node)
  await fetch(`${pages}/judged?id=${id}&count=1`)
  return { event: 'sent' }
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

/** Registers a service worker that forwards every request. */
export async function serve() {
  await navigator.serviceWorker.register('/served/service.js', { scope: '/served/' })
  await navigator.serviceWorker.ready
  while (navigator.serviceWorker.controller === null)
    await new Promise((resolve) => setTimeout(resolve, 10))
}

globalThis.pageActions = { run, serve }
