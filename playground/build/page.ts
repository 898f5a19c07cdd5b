/**
 * The page: one file with everything in it.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildScript } from './script.ts'

const FOLDER = join(import.meta.dirname, '..')

/** In this order: the second says what is different on narrow screens. */
const STYLES = ['page/style.css', 'page/results.css']

/** The page, and the files that its script is made of. */
export interface Page {
  readonly html: string
  readonly modules: ReadonlyMap<string, string>
}

/** Builds the page. The same sources give the same bytes. */
export async function buildPage(): Promise<Page> {
  const { code, modules } = await buildScript()
  // In an inline script these two would end it or change how it is read (HTML, 4.12.1.3).
  const script = code.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
  const style = smallStyle(STYLES.map((file) => readFileSync(join(FOLDER, file), 'utf8')).join(''))
  const html = readFileSync(join(FOLDER, 'page/index.html'), 'utf8')
    .replace(/^ +/gm, '')
    // Functions: a `$` in a text would mean something.
    .replace('<style></style>', () => `<style>${style}</style>`)
    .replace(/(<script [^>]*>)(?=<\/script>)/, (tag) => `${tag}${script}`)
    .replace('content=""', () => `content="${contentSecurityPolicy(script, style)}"`)
  return { html, modules }
}

/**
 * Nothing may be loaded, sent, framed or submitted, and no script but this one runs.
 *
 * `img-src data:` is for the empty icon, without which a browser would ask the server for one.
 */
function contentSecurityPolicy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** Comments and the white space between rules go; nothing else is touched. */
function smallStyle(css: string): string {
  return css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s*\n\s*/g, '')
    .replace(/\s*([{};])\s*/g, '$1')
    .replace(/([,:]) /g, '$1')
    .replaceAll(';}', '}')
}
