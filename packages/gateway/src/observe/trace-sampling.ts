/**
 * Whether requests are traced, and which: what the environment says in OpenTelemetry's own variables.
 *
 * @module
 */

/** Whether a trace that begins here is recorded. A trace that a caller began goes on as the caller said. */
export type Sample = (traceId: string) => boolean

/**
 * @returns Null where no endpoint is set: nothing is traced, and new traces are marked as not recorded.
 * @throws {TypeError} The sampler is none of those that the gateway knows.
 */
export function samplingOf(env: { readonly [name: string]: string | undefined }): Sample | null {
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
          `\`OTEL_TRACES_SAMPLER_ARG\` is \`${env.OTEL_TRACES_SAMPLER_ARG}\`; it is a share from 0 to 1`,
        )
      }
      // The same for every process that sees the trace: it depends on the id alone.
      return (traceId) => Number.parseInt(traceId.slice(-8), 16) < ratio * 2 ** 32
    }
    default:
      throw new TypeError(
        `\`OTEL_TRACES_SAMPLER\` is \`${sampler}\`; the gateway knows parentbased_always_on, parentbased_always_off and parentbased_traceidratio`,
      )
  }
}
