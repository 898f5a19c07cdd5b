/**
 * Modules named in documents are exported, and exported modules exist.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { ExportTarget, Package } from '../workspace/index.ts'
import type { Check, Fault, Tree } from './check.ts'

/** Documents for users; decision records (`docs/adr`) may mention planned packages. */
const DOCUMENTS =
  /^(README\.md|CONTRIBUTING\.md|SECURITY\.md|docs\/(?!adr\/).*\.md|examples\/.*\.md|packages\/[^/]+\/.*\.md)$/

/** A `@marque` module name in prose or code. `@marque/source` is an export condition, not a package. */
const NAMED = /@marque\/(?!source\b)[a-z][a-z0-9-]*(?:\/[a-z][a-z0-9-]*)*/g

/** Compares documents with `exports`, and `exports` and `bin` with the sources. */
export const subpaths: Check = {
  name: 'documented subpaths',
  run: (tree) => {
    const known = new Set(
      tree.packages.flatMap(({ name, manifest }) => [
        name,
        ...Object.keys(manifest.exports ?? {}).map((subpath) => posix.join(name, subpath)),
      ]),
    )
    const documents = tree.files.filter((file) => DOCUMENTS.test(file))
    const faults = [
      ...documents.flatMap((file) => documentFaults(tree, file, known)),
      ...tree.packages.flatMap((one) => exportFaults(tree, one)),
    ]
    return { faults, note: `${known.size} modules, ${documents.length} documents` }
  },
}

function documentFaults(tree: Tree, file: string, known: ReadonlySet<string>): readonly Fault[] {
  const lines = readFileSync(join(tree.root, file), 'utf8').split('\n')
  return lines.flatMap((text, index) =>
    [...text.matchAll(NAMED)]
      .filter(([name]) => !known.has(name))
      .map(([name]) => ({
        file,
        line: index + 1,
        message: `\`${name}\` is in no package's exports`,
      })),
  )
}

function exportFaults(tree: Tree, { folder, manifest, published }: Package): readonly Fault[] {
  const file = `${folder}/package.json`
  const missing = (path: string, of: string): readonly Fault[] =>
    tree.files.includes(posix.join(folder, path))
      ? []
      : [{ file, message: `${of} points to \`${path}\`, which does not exist` }]
  const faults = Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    const source = sourceOf(target)
    if (source === '') return [{ file, message: `\`${subpath}\` has no \`@marque/source\`` }]
    if (typeof target === 'string' || !source.endsWith('.ts'))
      return missing(source, `\`${subpath}\``)
    const built = source.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, '')
    const differs = target.types !== `${built}.d.ts` || target.default !== `${built}.js`
    return [
      ...missing(source, `\`${subpath}\``),
      ...(differs
        ? [{ file, message: `\`${subpath}\` must point to \`${built}.js\` and its types` }]
        : []),
    ]
  })
  const commands = Object.entries(manifest.bin ?? {}).flatMap(([name, path]) =>
    missing(path, `command \`${name}\``),
  )
  return published ? [...faults, ...commands] : []
}

/** The source file of an entry of `exports`. */
function sourceOf(target: ExportTarget): string {
  return typeof target === 'string' ? target : (target['@marque/source'] ?? '')
}
