/**
 * Functions that run in the page. Each uses nothing from outside itself but its parameters and the DOM.
 *
 * @module
 */
export { arrangeMatrix } from './arrange-matrix.ts'
export { createElement } from './create-element.ts'
export { drawProbes } from './draw-probes.ts'
export { drawTable } from './draw-table.ts'
export { startPage } from './start-page.ts'
