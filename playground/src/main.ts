/**
 * The script of the page.
 *
 * @module
 */
import { startPlayground } from './playground.ts'
import { announce } from './view/announce.ts'

// A fault of ours must not look like an answer.
addEventListener('error', ({ message }) => announce(`the page has failed: ${message}`))
addEventListener('unhandledrejection', ({ reason }) => {
  announce(`the page has failed: ${String(reason)}`)
})

await startPlayground()
