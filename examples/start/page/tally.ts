/**
 * Summarizes the results of a page in one sentence.
 *
 * @module
 */

/** @param verdicts The data attributes of the cards. */
export function tally(
  verdicts: readonly { readonly [name: string]: string | undefined }[],
): string {
  const count = (name: string): number => verdicts.filter((one) => one[name] === 'true').length
  return `${verdicts.length} requests: script read ${count('got')} answers, ${count('arrived')} arrived at the API, ${verdicts.length - count('arrived')} did not.`
}
