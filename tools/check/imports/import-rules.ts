/**
 * Import rules: only from lower floors, only along declared arrows, only through faces.
 *
 * @module
 */
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import type { Package } from '../../workspace/index.ts'
import { type ImportOf, isRelative, isSource, isTest, packageOf } from '../../workspace/index.ts'
import type { Check, Fault, Tree } from '../check.ts'
import { PACKAGE_FLOORS, type PackageFloor } from './package-floors.ts'

/** Context of one import: the file, its package (none for tools), and the tree. */
interface ImportContext {
  readonly tree: Tree
  readonly file: string
  readonly owner: Package | undefined
  readonly rules: PackageFloor | undefined
}

/** An import rule: returns the fault message, or undefined. */
type Rule = (it: ImportOf, context: ImportContext) => string | undefined

/** Checks the imports of all sources against {@link PACKAGE_FLOORS} and the faces of packages and folders. */
export const importRules: Check = {
  name: 'import rules',
  run: (tree) => {
    const faults: Fault[] = tree.packages.flatMap((one) => packageFaults(one))
    const sources = tree.files.filter(isSource)
    for (const file of sources) {
      const owner = tree.packages.find(({ folder }) => file.startsWith(`${folder}/`))
      const context = { tree, file, owner, rules: owner && PACKAGE_FLOORS[owner.short] }
      for (const it of tree.importsOf(file)) {
        for (const rule of RULES) {
          const message = rule(it, context)
          if (message !== undefined) faults.push({ file, line: it.line, message })
        }
      }
    }
    return { faults, note: `${sources.length} files` }
  },
}

function packageFaults({ short, folder, manifest }: Package): readonly Fault[] {
  if (!folder.startsWith('packages/')) return []
  const rules = PACKAGE_FLOORS[short]
  const file = `${folder}/package.json`
  if (!rules)
    return [{ file, message: `\`${short}\` has no floor in tools/check/imports/package-floors.ts` }]
  const carried = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  return rules.anyRuntime && carried.length > 0
    ? [
        {
          file,
          message: `\`${short}\` runs anywhere and has no dependencies; found ${carried.join(', ')}`,
        },
      ]
    : []
}

const importsLowerFloors: Rule = ({ specifier }, { tree, file, owner, rules }) => {
  const to = tree.packages.find(({ name }) => name === packageOf(specifier))
  if (!specifier.startsWith('@marque/') || !owner || to === owner) return undefined
  if (!to) return `\`${specifier}\` is not a package of this checkout`
  if (!rules) return undefined
  const below = PACKAGE_FLOORS[to.short]
  if (below?.testsOnly) {
    return isTest(file) ? undefined : `\`${to.short}\` is for tests; \`${file}\` is not a test`
  }
  if (!rules.mayImport.includes(to.short))
    return `\`${owner.short}\` has no arrow to \`${to.short}\``
  return below && below.floor >= rules.floor && !rules.anyRuntime
    ? `\`${to.short}\` is not on a lower floor than \`${owner.short}\``
    : undefined
}

const importsThroughExports: Rule = ({ specifier }, { tree, file, owner }) => {
  if (isRelative(specifier)) {
    const target = resolveFrom(file, specifier)
    const of = tree.packages.find(({ folder }) => target.startsWith(`${folder}/`))
    return of !== owner && (of || owner)
      ? `\`${specifier}\` leaves the package; import another one by its name`
      : undefined
  }
  const to = tree.packages.find(({ name }) => name === packageOf(specifier))
  if (!to || to === owner) return undefined
  const subpath = `.${specifier.slice(to.name.length)}`
  return to.manifest.exports?.[subpath] === undefined
    ? `\`${specifier}\` is not in the exports of \`${to.name}\``
    : undefined
}

const skipsOwnIndex: Rule = ({ specifier, typeOnly }, { file, owner }) => {
  if (isTest(file)) return undefined
  const target = isRelative(specifier) ? resolveFrom(file, specifier) : ''
  const ownFolder = `${posix.dirname(file)}/index.ts`
  const isOwn =
    owner && (packageOf(specifier) === owner.name || target === `${owner.folder}/src/index.ts`)
  return isOwn || (target === ownFolder && !typeOnly)
    ? `\`${specifier}\` is the index of its own ${isOwn ? 'package' : 'folder'}; import the file that has it`
    : undefined
}

const staysPortable: Rule = ({ specifier, typeOnly }, { file, owner, rules }) => {
  if (!rules?.anyRuntime || isTest(file) || isRelative(specifier)) return undefined
  if (typeOnly && specifier.startsWith('@marque/')) return undefined
  return `\`${owner?.short}\` runs in any JavaScript runtime and imports nothing; found \`${specifier}\``
}

const namesBuiltinsInFull: Rule = ({ specifier }) =>
  builtinModules.includes(specifier) && !specifier.startsWith('node:')
    ? `write \`node:${specifier}\``
    : undefined

const RULES: readonly Rule[] = [
  importsLowerFloors,
  importsThroughExports,
  skipsOwnIndex,
  staysPortable,
  namesBuiltinsInFull,
]

function resolveFrom(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier)
}
