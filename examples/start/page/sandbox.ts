/**
 * A sandboxed frame (opaque origin), and how to send a request from it.
 *
 * @module
 */
import type { Found } from './answer.ts'
import type { SampleRequest } from './sample-requests.ts'

/** Opens a sandboxed frame for one request, and removes it afterwards. */
export function findInSandbox(sample: SampleRequest, id: string): Promise<Found> {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.hidden = true
    frame.src = '/frame'
    const listen = ({ source, data }: MessageEvent): void => {
      if (source !== frame.contentWindow) return
      if (data.ready === true) {
        // Its origin is opaque, so the target origin must be `*`.
        frame.contentWindow?.postMessage({ sample, id }, '*')
        return
      }
      removeEventListener('message', listen)
      frame.remove()
      resolve(data.found as Found)
    }
    addEventListener('message', listen)
    document.body.append(frame)
  })
}
