/**
 * Reports: tables as Markdown, medians, the machine, and the marked blocks of the README.
 *
 * @module
 */
export { machineText } from './machine.ts'
export { median } from './median.ts'
export { writeFigures } from './readme.ts'
export { ratioText, type Table, tableText, timeText } from './table.ts'
