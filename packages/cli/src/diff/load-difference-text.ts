/**
 * The text of a difference for other commands, loaded on demand.
 *
 * @module
 */

/** `differenceBlocks` for a terminal, `differenceLines` for annotations and test reports. */
export async function loadDifferenceText(): Promise<typeof import('./difference-text.ts')> {
  return await import('./difference-text.ts')
}
