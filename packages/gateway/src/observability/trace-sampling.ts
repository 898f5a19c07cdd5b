/**
 * Sampling of traces, configured by the environment variables of OpenTelemetry.
 *
 * @module
 */
import type { TraceSampler } from '../request/index.ts'

/**
 * @returns Null if no endpoint is set: nothing is traced, and new traces are marked as not sampled.
 * @throws {TypeError} The sampler is not supported.
 */
export function traceSampler(env: {
  readonly [name: string]: string | undefined
}): TraceSampler | null {
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT
  if (!endpoint || env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return null
  if (env.OTEL_TRACES_EXPORTER === 'none') return null
  const sampler = env.OTEL_TRACES_SAMPLER || 'parentbased_always_on'
  switch (sampler) {
    case 'parentbased_always_on':
      return () => true
    case 'parentbased_always_off':
      return () => false
    case 'parentbased_traceidratio': {
      const ratio = Number(env.OTEL_TRACES_SAMPLER_ARG || '1')
      if (!(ratio >= 0 && ratio <= 1)) {
        throw new TypeError(
          `invalid \`OTEL_TRACES_SAMPLER_ARG\` \`${env.OTEL_TRACES_SAMPLER_ARG}\`: expected a number from 0 to 1`,
        )
      }
      // Depends on the id alone, so that every process decides the same for a trace.
      return (traceId) => Number.parseInt(traceId.slice(-8), 16) < ratio * 2 ** 32
    }
    default:
      throw new TypeError(
        `unsupported \`OTEL_TRACES_SAMPLER\` \`${sampler}\`: expected parentbased_always_on, parentbased_always_off or parentbased_traceidratio`,
      )
  }
}
