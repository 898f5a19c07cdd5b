/**
 * Sends a request over its transport, and reports what the browser exposed to script.
 *
 * @module
 */
import { type SampleRequest, urlOf } from './sample-requests.ts'

export interface Outcome {
  /** Whether script read anything of the answer. */
  readonly got: boolean
  /** What the browser said, in its words where it has any. */
  readonly said: string
}

/** Milliseconds. An answer that is no page is not loaded into a frame, and Firefox says nothing of it. */
const FORM_PATIENCE = 1_500

/** Milliseconds; what is denied is answered at once, and a browser that shows a permission prompt may take longer. */
const PATIENCE = 8_000
const LONGEST = 120

/** Never rejects. */
export async function perform(sample: SampleRequest, api: string, id: string): Promise<Outcome> {
  const url = urlOf(sample, api, id)
  const late = new Promise<Outcome>((resolve) => {
    setTimeout(() => resolve({ got: false, said: 'nothing came within 8 seconds' }), PATIENCE)
  })
  return Promise.race([late, WAYS[sample.transport](sample, url)])
}

const WAYS: {
  readonly [transport in SampleRequest['transport']]: (
    sample: SampleRequest,
    url: string,
  ) => Promise<Outcome>
} = {
  fetch: byFetch,
  events: byEvents,
  socket: bySocket,
  form: byForm,
  image: byImage,
}

async function byFetch(
  { method, headers, body, credentials }: SampleRequest,
  url: string,
): Promise<Outcome> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      body,
      credentials: credentials ? 'include' : 'omit',
      cache: 'no-store',
    })
    const text = await response.text()
    return { got: true, said: `${response.status} ${shortened(text)}` }
  } catch (error) {
    return { got: false, said: String(error) }
  }
}

function byEvents(_: SampleRequest, url: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const source = new EventSource(url, { withCredentials: true })
    const end = (outcome: Outcome): void => {
      source.close()
      resolve(outcome)
    }
    source.onmessage = ({ data }) =>
      end({ got: true, said: `an event: ${shortened(String(data))}` })
    source.onerror = () => end({ got: false, said: 'an error event, and no more' })
  })
}

function bySocket(_: SampleRequest, url: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url)
    socket.onmessage = ({ data }) => {
      socket.close()
      resolve({ got: true, said: `a message: ${shortened(String(data))}` })
    }
    socket.onclose = ({ code }) => resolve({ got: false, said: `closed with code ${code}` })
  })
}

function byImage(_: SampleRequest, url: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const image = new Image()
    image.onload = () => resolve({ got: false, said: 'a picture, whose bytes stay closed' })
    image.onerror = () => resolve({ got: false, said: 'an error event, and no more' })
    image.src = url
  })
}

/** A form of plain text whose one field is the body; the answer goes into a frame that nobody sees, and script cannot look into. */
function byForm({ body }: SampleRequest, url: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe')
    frame.hidden = true
    frame.name = `form-${crypto.getRandomValues(new Uint32Array(1))[0]}`
    frame.src = '/blank'
    const form = document.createElement('form')
    Object.assign(form, { method: 'post', enctype: 'text/plain', action: url, target: frame.name })
    const field = document.createElement('input')
    field.type = 'hidden'
    // A form of plain text writes `name=value`: the `=` ends up in a string that nobody reads.
    const [head = '', tail = ''] = body?.endsWith('}')
      ? [`${body.slice(0, -1)},"x":"`, '"}']
      : [body ?? '']
    field.name = head
    field.value = tail
    form.append(field)
    const answered = (): void => {
      let isOpen = false
      try {
        // Where nothing was loaded, the page of before is still there.
        isOpen = frame.contentDocument !== null && frame.contentDocument.title !== 'frame'
      } catch {
        isOpen = false
      }
      frame.remove()
      form.remove()
      resolve({
        got: isOpen,
        said: isOpen ? 'a page that script reads' : 'nothing that script can look into',
      })
    }
    const ready = (): void => {
      frame.addEventListener('load', answered, { once: true })
      setTimeout(answered, FORM_PATIENCE)
      form.submit()
    }
    frame.addEventListener('load', ready, { once: true })
    document.body.append(frame, form)
  })
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
