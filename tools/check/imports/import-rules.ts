/**
 * The rules of imports: strictly downward, along the arrows, through the faces.
 *
 * @module
 */
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import type { Package } from '../../workspace/index.ts'
import type { Check, Fault, Tree } from '../check.ts'
import { STOREYS, type Storey } from './arrows.ts'
import { type ImportOf, isRelative, isSource, isTest, packageOf } from './read-imports.ts'

/** Where one import stands: the file, the package that the file is of (none for tools), and the tree. */
interface Place {
  readonly tree: Tree
  readonly file: string
  readonly owner: Package | undefined
  readonly storey: Storey | undefined
}

/** An import rule: what is wrong with this import, or nothing. */
type Rule = (it: ImportOf, place: Place) => string | undefined

/** Holds the imports of all sources to {@link STOREYS} and to the faces of packages and folders. */
export const importRules: Check = {
  name: 'import rules',
  run: (tree) => {
    const faults: Fault[] = tree.packages.flatMap((one) => packageFaults(one))
    const sources = tree.files.filter(isSource)
    for (const file of sources) {
      const owner = tree.packages.find(({ folder }) => file.startsWith(`${folder}/`))
      const place = { tree, file, owner, storey: owner && STOREYS[owner.short] }
      for (const it of tree.importsOf(file)) {
        for (const rule of RULES) {
          const message = rule(it, place)
          if (message !== undefined) faults.push({ file, line: it.line, message })
        }
      }
    }
    return { faults, note: `${sources.length} files` }
  },
}

function packageFaults({ short, folder, manifest }: Package): readonly Fault[] {
  if (!folder.startsWith('packages/')) return []
  const storey = STOREYS[short]
  const file = `${folder}/package.json`
  if (!storey)
    return [{ file, message: `\`${short}\` has no floor in tools/check/imports/arrows.ts` }]
  const carried = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  return storey.anyRuntime && carried.length > 0
    ? [
        {
          file,
          message: `\`${short}\` runs anywhere and has no dependencies; found ${carried.join(', ')}`,
        },
      ]
    : []
}

const followsArrows: Rule = ({ specifier }, { tree, file, owner, storey }) => {
  const to = tree.packages.find(({ name }) => name === packageOf(specifier))
  if (!specifier.startsWith('@marque/') || !owner || to === owner) return undefined
  if (!to) return `\`${specifier}\` is no package of this checkout`
  if (!storey) return undefined
  const below = STOREYS[to.short]
  if (below?.testsOnly) {
    return isTest(file) ? undefined : `\`${to.short}\` is for tests; \`${file}\` is none`
  }
  if (!storey.mayImport.includes(to.short))
    return `\`${owner.short}\` has no arrow to \`${to.short}\``
  return below && below.floor >= storey.floor && !storey.anyRuntime
    ? `\`${to.short}\` is not on a lower floor than \`${owner.short}\``
    : undefined
}

const knocksAtTheFace: Rule = ({ specifier }, { tree, file, owner }) => {
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

/** A folder with an `index.ts` has a face: files outside of it import that and nothing behind it. */
const entersFoldersByTheirFace: Rule = ({ specifier }, { tree, file }) => {
  if (!isRelative(specifier) || isTest(file)) return undefined
  const target = resolveFrom(file, specifier)
  const face = facesAbove(target).find(
    (index) =>
      tree.files.includes(index) &&
      index !== target &&
      !file.startsWith(`${posix.dirname(index)}/`),
  )
  return face && !/\/(src|packages|tools)\/index\.ts$/.test(face)
    ? `\`${specifier}\` is behind the face of its folder; import \`${face}\``
    : undefined
}

const staysOutOfItsOwnFace: Rule = ({ specifier, typeOnly }, { file, owner }) => {
  if (isTest(file)) return undefined
  const target = isRelative(specifier) ? resolveFrom(file, specifier) : ''
  const ownFolder = `${posix.dirname(file)}/index.ts`
  const isOwn =
    owner && (packageOf(specifier) === owner.name || target === `${owner.folder}/src/index.ts`)
  return isOwn || (target === ownFolder && !typeOnly)
    ? `\`${specifier}\` is the index of its own ${isOwn ? 'package' : 'folder'}; import the file that has it`
    : undefined
}

const runsAnywhere: Rule = ({ specifier, typeOnly }, { file, owner, storey }) => {
  if (!storey?.anyRuntime || isTest(file) || isRelative(specifier)) return undefined
  if (typeOnly && specifier.startsWith('@marque/')) return undefined
  return `\`${owner?.short}\` runs in any JavaScript runtime and imports nothing; found \`${specifier}\``
}

const namesBuiltinsInFull: Rule = ({ specifier }) =>
  builtinModules.includes(specifier) && !specifier.startsWith('node:')
    ? `write \`node:${specifier}\``
    : undefined

const RULES: readonly Rule[] = [
  followsArrows,
  knocksAtTheFace,
  entersFoldersByTheirFace,
  staysOutOfItsOwnFace,
  runsAnywhere,
  namesBuiltinsInFull,
]

function resolveFrom(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier)
}

/** The indexes of the folders that a file lies in, from the outermost. */
function facesAbove(file: string): readonly string[] {
  const folders = file.split('/').slice(0, -1)
  return folders.map((_, depth) => `${folders.slice(0, depth + 1).join('/')}/index.ts`)
}
