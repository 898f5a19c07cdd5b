/**
 * A frame without an origin, and how to let it ask.
 *
 * @module
 */
import type { Found } from './answer.ts'
import type { Ask } from './catalogue.ts'

/** Opens a sandboxed frame for one request, and closes it when that is over. */
export function findInSandbox(ask: Ask, id: string): Promise<Found> {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.hidden = true
    frame.src = '/frame'
    const listen = ({ source, data }: MessageEvent): void => {
      if (source !== frame.contentWindow) return
      if (data.ready === true) {
        // Its origin is opaque: there is no name to address it by.
        frame.contentWindow?.postMessage({ ask, id }, '*')
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
