/**
 * Case folding of paths (D4).
 *
 * @module
 */

/** Folds case as case-insensitive layers do (D4, 11). */
export function foldCase(text: string): string {
  return text.toLowerCase()
}
