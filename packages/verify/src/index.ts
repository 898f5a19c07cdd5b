/**
 * Proof: asks every layer in front of an API what the policy decides, and names the layer that answers otherwise.
 *
 * Folders in the order of the data: `probes` makes requests from a bundle, `prober` sends them, `comparison` holds each answer against the
 * decision, `diagnosis` finds the cause and the layer, `report` has the result, and `html` shows it as a page. `browser` runs pages in real browsers. `watch` repeats runs. `scan` judges an API from outside, without a policy.
 *
 * @module
 */
export {
  type BrowserOptions,
  type BrowserRun,
  type BrowserVerification,
  findBrowser,
  TESTED_BROWSERS,
  type TestedBrowser,
  verifyInBrowsers,
} from './browser/index.ts'
export { RULES } from './catalogue/index.ts'
export type { Facet, Observation } from './comparison/index.ts'
export { type HtmlReportOptions, htmlReport } from './html/index.ts'
export {
  type Answer,
  type AskedLayer,
  type AskOptions,
  askLayer,
  askLayers,
  type CurlOptions,
  curlFor,
  type Exchange,
  type Failure,
  type Layer,
  type LayerState,
} from './prober/index.ts'
export {
  hasPolicyHost,
  type OriginRole,
  type PlanOptions,
  type Probe,
  type ProbeKind,
  type ProbeOrigin,
  type ProbePlan,
  planProbes,
} from './probes/index.ts'
export {
  CAUSES,
  type Cause,
  exitCodeOf,
  type LayerFinding,
  type VerifyReport,
  withBaseline,
} from './report/index.ts'
export { type Progress, type Verification, type VerifyInput, verify } from './run/index.ts'
export {
  type Evidence,
  type Grade,
  type Scan,
  type ScanCause,
  type ScanFinding,
  type ScanInput,
  type ScanReport,
  scan,
  scanExitCodeOf,
} from './scan/index.ts'
export {
  createDriftTracker,
  createVerifyMetrics,
  createWebhook,
  type DriftEvent,
  type DriftTracker,
  type MetricsServer,
  readWebhookKey,
  repeatEvery,
  startMetricsServer,
  type VerifyMetrics,
  type Webhook,
  type WebhookOptions,
} from './watch/index.ts'
