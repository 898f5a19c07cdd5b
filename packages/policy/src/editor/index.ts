/**
 * Help for editors, as functions from a text and an offset: no protocol, no platform. The language server speaks for them, and a page
 * in a browser may.
 *
 * @module
 */
export { type Completion, completionsAt } from './complete.ts'
export { type Diagnosis, diagnose } from './diagnose.ts'
export {
  changed,
  type EditorDocument,
  findingsOf,
  openDocument,
  type TextChange,
  type TextRange,
} from './document.ts'
export type { QuickFix } from './fixes/fix.ts'
export { fixAll } from './fixes/fix-all.ts'
export { fixOf } from './fixes/fixes.ts'
export { type Hover, hoverAt } from './hover.ts'
export {
  definitionsAt,
  type NameUse,
  nameAt,
  type Renaming,
  rename,
  usesAt,
} from './names.ts'
export { type OutlineEntry, outlineOf } from './outline.ts'
