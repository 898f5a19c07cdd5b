/**
 * `npm run changelog`: writes the unreleased changes into CHANGELOG.md. `npm run changelog -- --release 0.2.0` writes them as
 * the section of that release and removes the fragments; `--date 2099-01-31` is the release date (default: today, UTC).
 *
 * Without `--write` or `--release` it compares, and exits 1 when the file is stale: it is one of the generators of `npm run fix`.
 *
 * @module
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../workspace/index.ts'
import { EMPTY, withRelease, withUnreleased } from './changelog.ts'
import { readFragments } from './fragments.ts'

const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    release: { type: 'string' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
})
const file = join(ROOT, 'CHANGELOG.md')
const before = existsSync(file) ? readFileSync(file, 'utf8') : EMPTY
const { fragments, files, problems } = readFragments(ROOT)

if (problems.length > 0) {
  for (const { file: name, message } of problems) console.error(`${name} ${message}`)
  process.exitCode = 1
} else if (values.release !== undefined) {
  writeFileSync(file, withRelease(before, fragments, values.release, values.date))
  for (const name of files) rmSync(join(ROOT, name))
  console.log(`CHANGELOG.md: ${values.release}, ${fragments.length} changes`)
} else if (withUnreleased(before, fragments) !== readOrNothing()) {
  if (values.write) writeFileSync(file, withUnreleased(before, fragments))
  else {
    console.error('CHANGELOG.md is out of date with changes/')
    process.exitCode = 1
  }
}

function readOrNothing(): string | null {
  return existsSync(file) ? before : null
}
