/**
 * What a program writes in `docs/rules.md`: the decision of each example, and where each rule is implemented and tested.
 *
 * @module
 */
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Engine, prepare, type VectorFile } from '@marque/core'
import { compile, load } from '@marque/policy'
import { decideExamples } from './examples.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The policy of the examples, which is usable whatever the date is. */
const POLICY = 'examples/rules/policy.yaml'

/** The page with what is written by a program brought up to date. */
export function rulesPage(text: string): string {
  return writePlaces(decideExamples(text, exampleEngine()))
}

function exampleEngine(): Engine {
  const loaded = load(readFileSync(join(ROOT, POLICY)), POLICY)
  const { bundle } = compile(loaded, { environment: 'production', now: 0 })
  if (bundle === null) throw new Error(`${POLICY} has errors: \`marque check ${POLICY}\``)
  return prepare(bundle)
}

/** A rule's section: its anchor, its text, and the end of its text. */
const SECTION = /^<a id="d(?<number>[0-9]+)"><\/a>\n### .*\n[\s\S]*?(?=\n*^(?:## |<a id=))/gm

/** Ends the section of each rule with the files that cite it. */
function writePlaces(text: string): string {
  const vectors = vectorsByRule()
  return text.replaceAll(SECTION, (section: string, number: string) => {
    const body = section.replace(/\n*^\*Where\*: .*$/m, '').trimEnd()
    return `${body}\n\n*Where*: ${placesOf(`D${number}`, vectors)}`
  })
}

function placesOf(rule: string, vectors: ReadonlyMap<string, readonly string[]>): string {
  const model = citing(rule, 'conformance/oracle')
  const files = vectors.get(rule) ?? []
  const parts = [
    model.length > 0 ? `model ${links(model)}` : '',
    files.length > 0 ? `vectors ${files.map((name) => `\`${name}\``).join(' ')}` : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

function links(files: readonly string[]): string {
  return files.map((file) => `[${basename(file)}](../${file})`).join(' ')
}

/** The sources below a folder that cite a rule; tests and cases aside. */
function citing(rule: string, folder: string): readonly string[] {
  const citation = new RegExp(`\\b${rule}\\b`)
  return globSync(`${folder}/**/*.ts`, { cwd: ROOT })
    .filter((file) => !/\.(?:test|cases)\.ts$/.test(file))
    .filter((file) => citation.test(readFileSync(join(ROOT, file), 'utf8')))
    .sort()
}

/** The files in `packages/core/vectors` that have a case of each rule. */
function vectorsByRule(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const file of globSync('packages/core/vectors/*.json', { cwd: ROOT }).sort()) {
    const { cases }: VectorFile = JSON.parse(readFileSync(join(ROOT, file), 'utf8'))
    for (const rule of new Set(cases.map((vector) => vector.rule))) {
      const files = found.get(rule) ?? []
      found.set(rule, files)
      files.push(basename(file, '.json'))
    }
  }
  return found
}
