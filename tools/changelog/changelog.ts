/**
 * The changelog, compiled from the files in `changes/`.
 *
 * @module
 */

/** In the order in which a changelog lists them. */
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
 * @param packages The names that exist.
 * @returns The fragment, or what is wrong with it.
 */
export function readFragment(
  source: string,
  packages: readonly string[],
): Fragment | { readonly problem: string } {
  const { name = '', kind = '', text = '' } = FRAGMENT.exec(source)?.groups ?? {}
  if (text === '') return { problem: 'is not `---`, `package: NAME`, `kind: KIND`, `---`, a text' }
  if (!packages.includes(name)) return { problem: `\`${name}\` is no published package` }
  const known = KINDS.find((one) => one === kind)
  if (known === undefined) return { problem: `\`${kind}\` is none of ${KINDS.join(', ')}` }
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

/** Writes fragments as sections by kind, each entry under its package's name, in the order of the names. */
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
 * Puts the compiled fragments between the marks for what is unreleased.
 *
 * @throws {Error} The changelog lacks the marks.
 */
export function withUnreleased(changelog: string, fragments: readonly Fragment[]): string {
  const [before, after] = around(changelog)
  const body = compile(fragments)
  return `${before}${START}\n${body === '' ? '' : `\n## Unreleased\n\n${body}\n`}${END}${after}`
}

/**
 * Turns the fragments into the section of a release, below an empty section for what is unreleased.
 *
 * @param date The day of the release, `2099-01-31`.
 * @throws {Error} The changelog lacks the marks.
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
