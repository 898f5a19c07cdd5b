/**
 * The sandboxed frame: sends the requests that its parent page posts to it, with the opaque origin `null`.
 *
 * @module
 */
import { find } from './answer.ts'
import { readSetup } from './setup.ts'

const { api } = readSetup()

addEventListener('message', ({ source, data }) => {
  if (source !== parent) return
  find(data.sample, api, data.id).then((found) => parent.postMessage({ id: data.id, found }, '*'))
})
parent.postMessage({ ready: true }, '*')
