/**
 * Language features for editors as functions of a text and an offset, without a protocol or a platform: the language server uses them,
 * and a page in a browser can.
 *
 * @module
 */
export { type Completion, completionsAt } from './complete.ts'
export { type Diagnosis, diagnose } from './diagnose.ts'
export {
  applyChanges,
  type EditorDocument,
  findingsOf,
  openDocument,
  type TextChange,
  type TextRange,
} from './document.ts'
export { acknowledgeFix, fixAll, fixOf, type QuickFix } from './fixes/index.ts'
export { type Hover, hoverAt } from './hover.ts'
export {
  definitionsAt,
  type NameUse,
  nameAt,
  type RenameResult,
  referencesAt,
  rename,
} from './names.ts'
export { type OutlineEntry, outlineOf } from './outline.ts'
