/**
 * Citations resolve: rules, anchors of the rules page, decision records and their items.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Check, Fault, Tree } from '../check.ts'
import { isLinkedPage, linkRules, RULES_PAGE } from './link-rules.ts'

/** Reports citations that do not resolve, and documents that mention a rule without linking it. */
export const citations: Check = {
  name: 'citations',
  run: (tree) => {
    const targets = readTargets(tree)
    const files = tree.files.filter(mayCite)
    const faults = files.flatMap((file) => {
      const text = readFileSync(join(tree.root, file), 'utf8')
      const found = text
        .split('\n')
        .flatMap((content, index) =>
          faultsOf(content, file, targets).map((message) => ({ file, line: index + 1, message })),
        )
      return isLinkedPage(file) ? [...found, ...unlinked(text, file)] : found
    })
    return { faults, note: `${files.length} files, ${targets.anchors.size} anchors` }
  },
}

/** Valid citation targets. */
interface Targets {
  /** Anchors of the rules page. */
  readonly anchors: ReadonlySet<string>
  /** Item numbers of each decision record, by record number. */
  readonly records: ReadonlyMap<string, ReadonlySet<number>>
}

const NO_TEXT = /(?:^|\/)package-lock\.json$|\.(?:png|jpg|gif|ico|woff2?|zip|gz|wasm|pdf)$/

/** The files of this check contain the patterns that it reports, so they are skipped. */
const OWN = /^tools\/check\/(?:citations\/|checks\.cases\.ts$)/

function mayCite(file: string): boolean {
  return !NO_TEXT.test(file) && !OWN.test(file)
}

function readTargets(tree: Tree): Targets {
  const page = tree.files.includes(RULES_PAGE)
    ? readFileSync(join(tree.root, RULES_PAGE), 'utf8')
    : ''
  const anchors = [...page.matchAll(/<a id="(?<id>[a-z0-9-]+)"><\/a>/g)].map(
    ({ groups }) => groups?.id ?? '',
  )
  const records = tree.files
    .filter((file) => /^docs\/adr\/\d{4}-.*\.md$/.test(file))
    .map((file): [string, ReadonlySet<number>] => {
      const items = readFileSync(join(tree.root, file), 'utf8').matchAll(
        /^(?:\| )?(\d+)(?:\.| \|)/gm,
      )
      return [basename(file).slice(0, 4), new Set([...items].map(([, item]) => Number(item)))]
    })
  return { anchors: new Set(anchors), records: new Map(records) }
}

const RULE = /(?<![\w+])D(?<number>[0-9]{1,3})\b/g
const ANCHOR = /\brules\.md#(?<anchor>[a-z0-9-]+)/g
const RECORD =
  /\bADR (?<record>\d{4})\b(?:\]\([^)]*\))?(?:, (?<items>\d+(?:(?:, | and | to )\d+)*))?/g

/** Names of documents that are not in the repository. Header names and identifiers can contain upper case too. */
const OUTSIDE =
  /(?<![\w-])(?:DESIGN|DECISION|CONTRACTS|GOVERN)(?![\w-]|:)|(?<![\w-])(?:CONTROL|FAULTS|PROOF|STYLE) F?[0-9]|\b(?:governance|libraries) [0-9]|\b(?:libraries|proxies|governance)\.md\b|\bcontracts\.ts\b/g

function faultsOf(text: string, file: string, { anchors, records }: Targets): readonly string[] {
  // A test may contain a rule that does not exist.
  const own = /\.(?:test|cases)\.ts$/.test(file) ? text.replaceAll(/'D[0-9]+'/g, '') : text
  const rules = [...own.matchAll(RULE)]
    .filter(({ groups }) => !anchors.has(`d${groups?.number}`))
    .map(([rule]) => `\`${rule}\` is not a rule of \`${RULES_PAGE}\``)
  const links = [...text.matchAll(ANCHOR)]
    .filter(({ groups }) => !anchors.has(groups?.anchor ?? ''))
    .map(([link]) => `\`${link}\` has no anchor there`)
  const missing = [...text.matchAll(RECORD)].flatMap(({ groups }) => {
    const items = records.get(groups?.record ?? '')
    if (items === undefined) return [`ADR ${groups?.record} is not in \`docs/adr\``]
    return numbersIn(groups?.items)
      .filter((item) => !items.has(item))
      .map((item) => `ADR ${groups?.record} has no item ${item}`)
  })
  const outside = [...text.matchAll(OUTSIDE)].map(
    ([name]) => `\`${name}\` is not in the repository: cite \`${RULES_PAGE}\` or another page`,
  )
  return [...rules, ...links, ...missing, ...outside]
}

function numbersIn(items: string | undefined): readonly number[] {
  return [...(items ?? '').matchAll(/\d+/g)].map(([item]) => Number(item))
}

function unlinked(text: string, file: string): readonly Fault[] {
  const lines = text.split('\n')
  return linkRules(text, file)
    .split('\n')
    .flatMap((line, index) =>
      line === lines[index]
        ? []
        : [
            {
              file,
              line: index + 1,
              message: 'mentions a rule without a link; `npm run fix` writes it',
            },
          ],
    )
}
