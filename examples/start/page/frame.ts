/**
 * The sandboxed frame: it asks what the page around it tells it to ask, as nobody.
 *
 * @module
 */
import { find } from './answer.ts'
import { readSetup } from './setup.ts'

const { api } = readSetup()

addEventListener('message', ({ source, data }) => {
  if (source !== parent) return
  find(data.ask, api, data.id).then((found) => parent.postMessage({ id: data.id, found }, '*'))
})
parent.postMessage({ ready: true }, '*')
