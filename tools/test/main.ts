/**
 * `npm test [-- SUITE…]`: runs all suites, or the named ones; `--list` lists them.
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
  console.error(`unknown suite ${unknown.join(', ')}; available: ${names}`)
  process.exitCode = 64
} else {
  const suites = SUITES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  const strict = process.env.CI === 'true'
  const writeLine = (line: string): void => console.log(line)
  // Without CI=true, tests whose part is missing are skipped and named; nothing is installed.
  if (strict) await obtainParts(suites, writeLine)
  const failed = await runSuites(suites, { strict, writeLine })
  if (failed > 0) process.exitCode = 1
}
