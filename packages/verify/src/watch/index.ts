/**
 * Runs that repeat: what begins and ends between them, metrics, and signed webhooks.
 *
 * @module
 */
export { createDriftTracker, type DriftEvent, type DriftTracker } from './drift.ts'
export { type MetricsServer, startMetricsServer } from './metrics-server.ts'
export { repeatEvery } from './schedule.ts'
export { createVerifyMetrics, type VerifyMetrics } from './verify-metrics.ts'
export {
  createWebhook,
  readWebhookKey,
  type Webhook,
  type WebhookOptions,
} from './webhook.ts'
