/**
 * `npm test [-- SUITE…]`: all suites, or those that are named; `--list` tells what there is.
 *
 * @module
 */
import { obtainParts } from './obtain-parts.ts'
import { runSuites } from './run-suites.ts'
import { SUITES } from './suites.ts'

const wanted = process.argv.slice(2)
const unknown = wanted.filter((word) => SUITES.every(({ name }) => name !== word))

if (wanted.includes('--list')) {
  for (const { name, about } of SUITES) console.log(`${name.padEnd(13)} ${about}`)
} else if (unknown.length > 0) {
  const names = SUITES.map(({ name }) => name).join(', ')
  console.error(`no suite is named ${unknown.join(', ')}; there are ${names}`)
  process.exitCode = 64
} else {
  const suites = SUITES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  const strict = process.env.CI === 'true'
  const tell = (line: string): void => console.log(line)
  // On a laptop the tests that need a part name it and are left out; nothing is installed unasked.
  if (strict) await obtainParts(suites, tell)
  const failed = await runSuites(suites, { strict, tell })
  if (failed > 0) process.exitCode = 1
}
