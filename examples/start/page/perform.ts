/**
 * Sends a request over its transport, and reports what the browser exposed to script.
 *
 * @module
 */
import { type SampleRequest, urlOf } from './sample-requests.ts'

export interface Outcome {
  /** Whether script could read any of the response. */
  readonly got: boolean
  /** Description of the result, with the browser's own message if there is one. */
  readonly description: string
}

/** Milliseconds. A response that is not a page is not loaded into a frame, and Firefox fires no event for it. */
const FORM_PATIENCE = 1_500

/** Milliseconds; denied requests are answered immediately, but a browser that shows a permission prompt may take longer. */
const PATIENCE = 8_000
const LONGEST = 120

/** Never rejects. */
export async function perform(sample: SampleRequest, api: string, id: string): Promise<Outcome> {
  const url = urlOf(sample, api, id)
  const late = new Promise<Outcome>((resolve) => {
    setTimeout(() => resolve({ got: false, description: 'no response within 8 seconds' }), PATIENCE)
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
    return { got: true, description: `${response.status} ${shortened(text)}` }
  } catch (error) {
    return { got: false, description: String(error) }
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
      end({ got: true, description: `an event: ${shortened(String(data))}` })
    source.onerror = () => end({ got: false, description: 'an error event without details' })
  })
}

function bySocket(_: SampleRequest, url: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url)
    socket.onmessage = ({ data }) => {
      socket.close()
      resolve({ got: true, description: `a message: ${shortened(String(data))}` })
    }
    socket.onclose = ({ code }) => resolve({ got: false, description: `closed with code ${code}` })
  })
}

function byImage(_: SampleRequest, url: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const image = new Image()
    image.onload = () =>
      resolve({ got: false, description: 'an image whose bytes script cannot read' })
    image.onerror = () => resolve({ got: false, description: 'an error event without details' })
    image.src = url
  })
}

/** A `text/plain` form whose only field is the body; the response goes into a hidden frame that script cannot read. */
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
    // A `text/plain` form sends `name=value`: the `=` becomes part of an ignored string.
    const [head = '', tail = ''] = body?.endsWith('}')
      ? [`${body.slice(0, -1)},"x":"`, '"}']
      : [body ?? '']
    field.name = head
    field.value = tail
    form.append(field)
    const answered = (): void => {
      let isOpen = false
      try {
        // If nothing was loaded, the frame still has its initial page.
        isOpen = frame.contentDocument !== null && frame.contentDocument.title !== 'frame'
      } catch {
        isOpen = false
      }
      frame.remove()
      form.remove()
      resolve({
        got: isOpen,
        description: isOpen ? 'a page that script reads' : 'no content that script can read',
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
