/**
 * Text of strangers, with characters written out that would hide or turn round what stands beside them.
 *
 * @module
 */

/** Controls but the tab and the end of a line, marks of direction, separators, and halves of a pair. */
const UNSEEN = /[^\P{C}\t\n]|[\p{Zl}\p{Zp}]/gu

/**
 * Writes out what cannot be seen.
 *
 * @example
 * ```ts
 * visible('app\u202Emoc') // 'app\u27E8U+202E\u27E9moc'
 * ```
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (unseen) => {
    const point = (unseen.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return `\u27E8U+${point}\u27E9`
  })
}
