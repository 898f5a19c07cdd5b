/**
 * Rate limits (D30): token buckets by client, subject, origin and tenant, in memory or in Redis, and the `RateLimit` header fields. The Redis client is loaded if configured.
 *
 * @module
 */
export { memoryStore } from './memory-store.ts'
export { openRateLimiter, type RateLimiter, type RateLimitResult } from './rate-limiter.ts'
export { type BucketRule, bucketRule, retryDelay } from './token-bucket.ts'
