/**
 * What edits say, compared.
 *
 * @module
 */
import type { Edit } from './edit.ts'

const KEYS = new WeakMap<Edit, string>()

/** Equal for edits of one kind with equal words, which are told together. */
export function wordsKey(edit: Edit): string {
  let key = KEYS.get(edit)
  if (key === undefined) {
    key = JSON.stringify([edit.kind, edit.says])
    KEYS.set(edit, key)
  }
  return key
}
