/**
 * The view: everything that reads or changes the document.
 *
 * @module
 */
export { announce } from './announce.ts'
export { copy } from './copy-button.ts'
export { byId, element } from './element.ts'
export { exampleList } from './example-list.ts'
export { countFindings, findingsView } from './findings.ts'
export { readFields, setWebSocketMode, showProblems, writeFields } from './form-fields.ts'
export { policyEditor } from './policy-editor.ts'
export { showEvaluation, showNoResult } from './result.ts'
