/**
 * Terminal output of `npm start`, and `--once`, which sends the same requests without a browser.
 *
 * @module
 */

export { inkFor } from './ink.ts'
export { hasScreen, openBrowser } from './open-browser.ts'
export { sendOnce, tableOf } from './send-once.ts'
export { welcome } from './welcome.ts'
