/**
 * The structural edits between two bundles, each with words and a way to apply it alone.
 *
 * @module
 */
export { pairResources } from './align.ts'
export { conditionParts, conditionText, durationText, listText } from './condition-text.ts'
export { EDIT_KINDS, type Edit, type EditKind, type OriginListName } from './edit.ts'
export { editsBetween } from './edits-between.ts'
export { isSame } from './same.ts'
export { wordsKey } from './words.ts'
