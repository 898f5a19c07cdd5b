/**
 * The script of the page as text.
 *
 * @module
 */
import { arrangeMatrix, createElement, drawProbes, drawTable, startPage } from './page/index.ts'

/** Each function is self-contained, so that its source works in the page as it works in a test, without a bundler at run time. */
export function pageScript(): string {
  const parts = Object.entries({ arrangeMatrix, createElement, drawProbes, drawTable })
  const sources = parts.map(([name, part]) => `${name}: ${String(part)}`)
  return `'use strict';\n(${String(startPage)})({\n${sources.join(',\n')}\n})\n`
}
