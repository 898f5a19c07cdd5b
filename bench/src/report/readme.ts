/**
 * The generated section of the README.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'

const START = '<!-- figures: written by `npm run bench -- --write` -->'
const END = '<!-- end of figures -->'

/** @throws {Error} The file has no such section. */
export function writeFigures(file: URL, figures: string): void {
  const text = readFileSync(file, 'utf8')
  const start = text.indexOf(START)
  const end = text.indexOf(END)
  if (start < 0 || end < start) throw new Error(`no section between \`${START}\` and \`${END}\``)
  const before = text.slice(0, start + START.length)
  writeFileSync(file, `${before}\n\n${figures.trim()}\n\n${text.slice(end)}`)
}
