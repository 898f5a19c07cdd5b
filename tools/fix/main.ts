/**
 * `npm run fix`: applies automatic fixes: format, generated files, terminal sessions in documents.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GENERATORS, isLinkedPage, linkRules } from '../check/index.ts'
import { rewriteDocuments, rewriteReadmes } from '../test/index.ts'
import { projectFiles, ROOT, run } from '../workspace/index.ts'

for (const file of GENERATORS) {
  await report(run('node', ['--conditions=@marque/source', file, '--write']))
}
for (const file of projectFiles(ROOT).filter(isLinkedPage)) {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const linked = linkRules(text, file)
  if (linked !== text) writeFileSync(join(ROOT, file), linked)
}
// The sessions of the guide are written by the test of the guide.
await run('vitest', ['run', 'packages/policy/test/guide.test.ts'], { env: { MARQUE_WRITE: '1' } })
for (const file of [...(await rewriteDocuments()), ...(await rewriteReadmes())]) {
  console.log(`wrote ${file}`)
}
await report(run('biome', ['check', '--write', '--colors=off', '.']))

async function report(outcome: ReturnType<typeof run>): Promise<void> {
  const { code, output } = await outcome
  if (output.trim() !== '') console.log(output.trim())
  if (code !== 0) process.exitCode = 1
}
