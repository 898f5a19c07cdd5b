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

/** The policy of the examples, which is valid on any date. */
const POLICY = 'examples/rules/policy.yaml'

/** The page with its generated parts up to date. */
export function rulesPage(text: string): string {
  return writePlaces(decideExamples(text, exampleEngine()))
}

function exampleEngine(): Engine {
  const loaded = load(readFileSync(join(ROOT, POLICY)), POLICY)
  const { bundle } = compile(loaded, { environment: 'production', now: 0 })
  if (bundle === null) throw new Error(`${POLICY} has errors: \`marque check ${POLICY}\``)
  return prepare(bundle)
}

/** The section of a rule: its anchor, its heading, and all up to the next anchor or heading. */
const SECTION = /^<a id="d(?<number>[0-9]+)"><\/a>\n### .*\n[\s\S]*?(?=\n*^(?:## |<a id=))/gm

/** Ends the section of each rule with the places that cite it. */
function writePlaces(text: string): string {
  const citations = readCitations()
  return text.replaceAll(SECTION, (section: string, number: string) => {
    const body = section.replace(/^\*Where\*[\s\S]*$/m, '').trimEnd()
    return `${body}\n\n*Where*\n\n${placesOf(`D${number}`, citations)}`
  })
}

/** The places of one kind that cite a rule, as links or names. */
interface Citing {
  readonly label: string
  readonly of: (rule: string) => readonly string[]
}

function readCitations(): readonly Citing[] {
  const engine = sourcesCiting('packages/core/src/**/*.ts')
  const layers = sourcesCiting('packages/{gateway,middleware,sync}/src/**/*.ts')
  const model = sourcesCiting('conformance/oracle/*.ts')
  const vectors = vectorFiles()
  const findings = findingPages()
  // The steps of `explain` cite every rule: they are named where nothing else implements one.
  const isExplanation = (file: string): boolean => /\/src\/(?:explain|browsers)\//.test(file)
  return [
    {
      label: 'engine',
      of: (rule) => {
        const files = engine(rule)
        const deciding = files.filter((file) => !isExplanation(file))
        return (deciding.length > 0 ? deciding : files).map(linkTo)
      },
    },
    { label: 'layers', of: (rule) => layers(rule).map(linkTo) },
    { label: 'model', of: (rule) => model(rule).map(linkTo) },
    { label: 'vectors', of: (rule) => (vectors.get(rule) ?? []).map((name) => `\`${name}\``) },
    { label: 'findings', of: (rule) => findings.get(rule) ?? [] },
  ]
}

function placesOf(rule: string, citations: readonly Citing[]): string {
  return citations
    .map(({ label, of }) => ({ label, places: of(rule) }))
    .filter(({ places }) => places.length > 0)
    .map(({ label, places }) => `- ${label}: ${places.join(', ')}`)
    .join('\n')
}

/** The text of a link leaves out what the label says. */
function linkTo(file: string): string {
  const short = file.replace(/^(?:packages\/(?:core\/src\/)?|conformance\/oracle\/)/, '')
  return `[${short.replace('/src/', '/')}](../${file})`
}

/** Finds the sources that cite a rule; tests and cases aside. */
function sourcesCiting(pattern: string): (rule: string) => readonly string[] {
  const sources = globSync(pattern, { cwd: ROOT })
    .filter((file) => !/\.(?:test|cases)\.ts$/.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }))
  return (rule) => {
    const citation = new RegExp(`\\b${rule}\\b`)
    return sources.filter(({ text }) => citation.test(text)).map(({ file }) => file)
  }
}

/** The files in `packages/core/vectors` that have a case of each rule. */
function vectorFiles(): ReadonlyMap<string, readonly string[]> {
  return groupByRule('packages/core/vectors/*.json', (text, name) => {
    const { cases }: VectorFile = JSON.parse(text)
    return cases.map(({ rule }) => [rule, basename(name, '.json')])
  })
}

/** The pages of findings that link each rule. */
function findingPages(): ReadonlyMap<string, readonly string[]> {
  return groupByRule('docs/reference/findings/MQ-*.md', (text, name) =>
    [...text.matchAll(/rules\.md#d(?<number>[0-9]+)\)/g)].map(({ groups }) => [
      `D${groups?.number}`,
      `[${basename(name, '.md')}](${name.replace('docs/', '')})`,
    ]),
  )
}

/** Reads files in the order of their names and collects what they hold for each rule, once each. */
function groupByRule(
  pattern: string,
  read: (text: string, name: string) => readonly (readonly [rule: string, place: string])[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const name of globSync(pattern, { cwd: ROOT }).sort()) {
    for (const [rule, place] of read(readFileSync(join(ROOT, name), 'utf8'), name)) {
      const places = found.get(rule) ?? []
      found.set(rule, places)
      if (places.at(-1) !== place) places.push(place)
    }
  }
  return found
}
