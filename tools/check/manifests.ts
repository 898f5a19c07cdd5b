/**
 * Manifests of published packages have the fields that the registry page and installers need.
 *
 * @module
 */
import type { Package } from '../workspace/index.ts'
import type { Check, Fault, Tree } from './check.ts'

/** Required fields of a published manifest; each function returns the expected value if the field is invalid. */
const FIELDS: { readonly [name: string]: (value: unknown) => string | undefined } = {
  description: (value) =>
    typeof value === 'string' && value.length >= 20
      ? undefined
      : 'a sentence of 20 letters or more',
  keywords: (value) =>
    Array.isArray(value) && value.length >= 3 && value.includes('cors')
      ? undefined
      : 'three words or more, `cors` among them',
  license: (value) => (value === 'Apache-2.0' ? undefined : '`Apache-2.0`'),
  type: (value) => (value === 'module' ? undefined : '`module`'),
  sideEffects: (value) => (value === false ? undefined : '`false`'),
  engines: (value) => (hasKey(value, 'node') ? undefined : 'the versions of Node that it runs on'),
  exports: (value) => (isFilled(value) ? undefined : 'its entry points'),
  files: (value) => (isFilled(value) ? undefined : 'what is published'),
  publishConfig: (value) =>
    hasKey(value, 'access')
      ? undefined
      : '`{ "access": "public" }`: scoped packages are private by default',
}

/** Reports a published manifest that lacks a field, and a published package without a README. */
export const manifests: Check = {
  name: 'manifests',
  run: (tree) => {
    const published = tree.packages.filter((one) => one.published)
    return {
      faults: published.flatMap((one) => faultsOf(tree, one)),
      note: `${published.length} packages`,
    }
  },
}

function faultsOf(tree: Tree, { folder, manifest }: Package): readonly Fault[] {
  const file = `${folder}/package.json`
  const values = new Map(Object.entries(manifest as object))
  const fields = Object.entries(FIELDS).flatMap(([name, problemOf]): readonly Fault[] => {
    const wanted = problemOf(values.get(name))
    return wanted === undefined ? [] : [{ file, message: `\`${name}\` must be ${wanted}` }]
  })
  // A fork has another URL; the repository URL of the tree, if any, is in the root manifest.
  const repository = (tree.manifest as { readonly repository?: unknown }).repository
  const needsRepository = repository !== undefined && !values.has('repository')
  return [
    ...fields,
    ...(needsRepository
      ? [{ file, message: '`repository` is set in the root manifest but missing here' }]
      : []),
    ...(tree.files.includes(`${folder}/README.md`)
      ? []
      : [{ file: folder, message: 'has no README.md: what it is, how to install it, an example' }]),
  ]
}

function hasKey(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && name in value
}

function isFilled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}
