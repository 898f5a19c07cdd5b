/**
 * Answers that read otherwise, and open or close nothing.
 *
 * @module
 */
import { type Answers, type Ask, durationText, headerOf } from '../evaluate/index.ts'

/** What is answered otherwise, in words; null where nothing is. */
export function noteOn({ shape }: Ask, { before, after }: Answers): string | null {
  if (shape === 'preflight' && before.status === 204 && after.status === 204) {
    const ages = [before, after].map((one) => headerOf(one, 'access-control-max-age') ?? '0')
    const [old = '0', now = '0'] = ages
    if (old !== now) {
      return `browsers keep a granted preflight for ${seconds(now)} instead of ${seconds(old)}`
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

/** Whether a note is about the reason of a refusal. */
export function isEcho({ before, after }: Answers): boolean {
  return before.reason !== after.reason
}

function seconds(text: string): string {
  return durationText(Number(text) * 1000)
}
