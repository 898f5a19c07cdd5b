/**
 * The changelog, compiled from the files in `changes/`.
 *
 * @module
 */

/** Kinds of change, in changelog order. */
const KINDS = ['security', 'added', 'changed', 'fixed', 'removed'] as const

export type Kind = (typeof KINDS)[number]

/** One file of `changes/`: one change that a user can notice. */
export interface Fragment {
  /** The package without its scope: `core`, `gateway`. */
  readonly package: string
  readonly kind: Kind
  /** Markdown, written for users. */
  readonly text: string
}

const FRAGMENT =
  /^---\npackage: (?<name>[a-z]+)\nkind: (?<kind>[a-z]+)[^\n]*\n---\n+(?<text>\S[\s\S]*)$/

/**
 * Reads one file of `changes/`.
 *
 * @param packages Known package names, without the scope.
 * @returns The fragment, or a description of the problem.
 */
export function readFragment(
  source: string,
  packages: readonly string[],
): Fragment | { readonly problem: string } {
  const { name = '', kind = '', text = '' } = FRAGMENT.exec(source)?.groups ?? {}
  if (text === '')
    return { problem: 'expected `---`, `package: NAME`, `kind: KIND`, `---` and a text' }
  if (!packages.includes(name)) return { problem: `\`${name}\` is not a published package` }
  const known = KINDS.find((one) => one === kind)
  if (known === undefined)
    return { problem: `unknown kind \`${kind}\`; expected one of ${KINDS.join(', ')}` }
  return { package: name, kind: known, text: text.trim() }
}

const START = '<!-- unreleased: written by `npm run changelog` from changes/ -->'
const END = '<!-- /unreleased -->'

/** An empty changelog. */
export const EMPTY = `# Changelog

Packages of one version belong together. [\`changes/\`](changes/README.md) holds what the next release will list.

${START}
${END}
`

/** Formats fragments as one section per kind, entries sorted by package name. */
export function compile(fragments: readonly Fragment[]): string {
  const sections = KINDS.flatMap((kind) => {
    const entries = fragments
      .filter((one) => one.kind === kind)
      .map((one) => `- **${one.package}**: ${one.text.replaceAll(/\s*\n\s*/g, ' ')}`)
      .sort()
    return entries.length === 0 ? [] : [`### ${capitalized(kind)}\n\n${entries.join('\n')}\n`]
  })
  return sections.join('\n')
}

/**
 * Writes the compiled fragments between the markers of the unreleased section.
 *
 * @throws {Error} The changelog has no markers.
 */
export function withUnreleased(changelog: string, fragments: readonly Fragment[]): string {
  const [before, after] = around(changelog)
  const body = compile(fragments)
  return `${before}${START}\n${body === '' ? '' : `\n## Unreleased\n\n${body}\n`}${END}${after}`
}

/**
 * Writes the fragments as a release section, below an empty unreleased section.
 *
 * @param date Release date, `2099-01-31`.
 * @throws {Error} The changelog has no markers.
 */
export function withRelease(
  changelog: string,
  fragments: readonly Fragment[],
  version: string,
  date: string,
): string {
  const [before, after] = around(changelog)
  return `${before}${START}\n${END}\n\n## ${version} (${date})\n\n${compile(fragments)}${after}`
}

function around(changelog: string): readonly [before: string, after: string] {
  const [start, end] = [changelog.indexOf(START), changelog.indexOf(END)]
  if (start < 0 || end < start) throw new Error(`CHANGELOG.md lacks ${START} and ${END}`)
  return [changelog.slice(0, start), changelog.slice(end + END.length)]
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
