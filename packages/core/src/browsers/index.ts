/**
 * The model of browsers: what Chromium, Firefox and WebKit do with the request of a page, from `fetch()` to what script reads.
 *
 * @module
 */
export { addressSpaceOf, hostNameOf, PUBLIC } from './address-space.ts'
export { browse, browseAnswers, browseAs } from './browse.ts'
export {
  BROWSERS,
  type BrowserName,
  type BrowserNote,
  type BrowserVerdict,
  type BrowserVerdicts,
  type PageRequest,
  type ServerAnswer,
} from './browser-verdict.ts'
export { type EngineRows, STANDARD } from './engines.ts'
