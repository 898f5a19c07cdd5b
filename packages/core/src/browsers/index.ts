/**
 * The model of browsers: what Chromium, Firefox and WebKit do with the request of a page, from `fetch()` to what script reads.
 *
 * @module
 */
export { browse, browseAnswers, browseAs, browseStandard } from './browse.ts'
export {
  BROWSERS,
  type BrowserName,
  type BrowserNote,
  type BrowserVerdict,
  type BrowserVerdicts,
  type PageRequest,
  type ServerAnswer,
} from './browser-verdict.ts'
export { ENGINES, type EngineRows, STANDARD } from './engines.ts'
