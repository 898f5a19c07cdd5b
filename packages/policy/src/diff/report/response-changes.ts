/**
 * Changes of a response that neither allow nor deny anything.
 *
 * @module
 */
import { type DecisionPair, durationText, headerOf, type RequestSample } from '../evaluate/index.ts'

/** The change in words; null for none. */
export function responseChange(
  { shape }: RequestSample,
  { before, after }: DecisionPair,
): string | null {
  if (shape === 'preflight' && before.status === 204 && after.status === 204) {
    const ages = [before, after].map((one) => headerOf(one, 'access-control-max-age') ?? '0')
    const [old = '0', now = '0'] = ages
    if (old !== now) {
      return `browsers cache a granted preflight for ${seconds(now)} instead of ${seconds(old)}`
    }
  }
  if (before.reason !== after.reason) {
    return `the reason is \`${after.reason}\` instead of \`${before.reason}\``
  }
  if (before.status !== after.status) {
    return `the status is ${after.status ?? "the application's"} instead of ${before.status ?? "the application's"}`
  }
  return null
}

/** Whether the change is one of the reason, which follows from any other change. */
export function isImplied({ before, after }: DecisionPair): boolean {
  return before.reason !== after.reason
}

function seconds(text: string): string {
  return durationText(Number(text) * 1000)
}
