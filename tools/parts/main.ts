/**
 * `npm run parts [-- --list | --dry-run] [--only NAME…]`: installs the missing parts (programs from outside npm).
 *
 * It supports Debian and derivatives; elsewhere `--list` shows what to install by other means. No service is left running.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { install } from './install.ts'
import { PARTS, type Part } from './parts.ts'
import { isPresent, planFor } from './plan.ts'

process.exitCode = await main()

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      list: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      only: { type: 'boolean' },
    },
    allowPositionals: true,
  })
  const unknown = positionals.filter((name) => PARTS.every((part) => part.name !== name))
  if (unknown.length > 0 || (values.only ?? false) !== positionals.length > 0) {
    console.error(`usage: npm run parts -- [--list] [--dry-run] [--only NAME...]`)
    console.error(`available: ${PARTS.map(({ name }) => name).join(', ')}`)
    return 64
  }
  const wanted = PARTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  if (values.list) {
    for (const part of wanted) console.log(line(part))
    return 0
  }
  const missing = wanted.filter((part) => !isPresent(part))
  if (missing.length === 0) {
    console.log('all parts are installed')
    return 0
  }
  const steps = planFor(missing)
  if (values['dry-run']) {
    for (const { command, args } of steps) console.log([command, ...args].join(' '))
    return 0
  }
  const problem = await install(steps, (text) => console.log(text))
  if (problem !== undefined) console.error(problem)
  for (const part of wanted) console.log(line(part))
  return missing.every(isPresent) ? 0 : 1
}

function line(part: Part): string {
  const { name, about, source } = part
  const from = `${source.kind}: ${source.packages.join(' ')}`
  return `${isPresent(part) ? 'present' : 'MISSING'} ${name.padEnd(11)} ${from.padEnd(36)} ${about}`
}
