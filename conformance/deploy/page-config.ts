/**
 * The configurations that the pages of `docs/guide/deploy` show, as tests run them.
 *
 * @module
 */
import { readFileSync } from 'node:fs'

/**
 * The code block of a page that begins with a comment line which contains `title`.
 *
 * @param page Name of the page, without `.md`.
 * @param changes Texts to replace, such as addresses by those of a test; each must occur.
 * @throws {Error} No such block, or a text to replace does not occur.
 */
export function pageConfig(
  page: string,
  title: string,
  changes: { readonly [text: string]: string } = {},
): string {
  const block = pageBlocks(page).find((text) => firstLine(text).includes(title))
  if (block === undefined) throw new Error(`no block \`${title}\` in ${page}.md`)
  return Object.entries(changes).reduce((text, [from, to]) => {
    if (!text.includes(from))
      throw new Error(`\`${from}\` is not in block \`${title}\` of ${page}.md`)
    return text.replaceAll(from, to)
  }, block)
}

/** The code blocks of a page. */
export function pageBlocks(page: string): readonly string[] {
  return [...pageText(page).matchAll(/^```[a-z]+\n(.*?)^```$/gms)].map(([, text = '']) => text)
}

/** The text of a page. */
export function pageText(page: string): string {
  return readFileSync(new URL(`../../docs/guide/deploy/${page}.md`, import.meta.url), 'utf8')
}

function firstLine(text: string): string {
  return text.slice(0, text.indexOf('\n'))
}
