/**
 * Real browsers: pages of the policy's own origins send requests to the layers, and what script learns is compared with what is predicted.
 *
 * @module
 */
export { findBrowser, TESTED_BROWSERS, type TestedBrowser } from './find-browser.ts'
export {
  type BrowserOptions,
  type BrowserRun,
  type BrowserVerification,
  verifyInBrowsers,
} from './verify-in-browsers.ts'
