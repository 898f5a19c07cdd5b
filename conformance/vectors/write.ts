/**
 * Rewrites `packages/core/vectors/*.json` from the tables: `node --conditions=@marque/source conformance/vectors/write.ts`.
 *
 * Writes nothing and exits 1 where a row contradicts the oracle: one of the two reads the rules wrongly.
 *
 * @module
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { buildTopic, readTopics, VECTORS, writeVectors } from './build.ts'

const built = (await readTopics()).map(buildTopic)
const contradictions = built.flatMap((topic) => topic.contradictions)
for (const text of contradictions) console.error(text)
if (contradictions.length > 0) process.exitCode = 1
else {
  mkdirSync(VECTORS, { recursive: true })
  for (const name of readdirSync(VECTORS))
    if (name.endsWith('.json')) rmSync(new URL(name, VECTORS))
  for (const { file, vectors } of built)
    writeFileSync(new URL(`${file}.json`, VECTORS), writeVectors(vectors))
  const cases = built.reduce((sum, { vectors }) => sum + vectors.cases.length, 0)
  console.log(`${cases} cases in ${built.length} files`)
}
