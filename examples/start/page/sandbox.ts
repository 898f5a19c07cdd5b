/**
 * A sandboxed frame (opaque origin), and how to send a request from it.
 *
 * @module
 */
import type { Found } from './answer.ts'
import type { SampleRequest } from './sample-requests.ts'

/** Opens a sandboxed frame for one request, and closes it when that is over. */
export function findInSandbox(sample: SampleRequest, id: string): Promise<Found> {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.hidden = true
    frame.src = '/frame'
    const listen = ({ source, data }: MessageEvent): void => {
      if (source !== frame.contentWindow) return
      if (data.ready === true) {
        // Its origin is opaque: there is no name to address it by.
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
