/**
 * Entry point of the page.
 *
 * @module
 */
import { startPlayground } from './playground.ts'
import { announce } from './view/index.ts'

// A defect of the page must not look like a result.
addEventListener('error', ({ message }) => announce(`internal error in the page: ${message}`))
addEventListener('unhandledrejection', ({ reason }) => {
  announce(`internal error in the page: ${String(reason)}`)
})

await startPlayground()
