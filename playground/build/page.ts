/**
 * Builds the page: a single HTML file.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildScript } from './script.ts'

const FOLDER = join(import.meta.dirname, '..')

/** In this order: the second overrides the first on narrow screens. */
const STYLES = ['page/style.css', 'page/results.css']

/** The page, and the modules of its script. */
export interface Page {
  readonly html: string
  readonly modules: ReadonlyMap<string, string>
}

/** Builds the page; deterministic. */
export async function buildPage(): Promise<Page> {
  const { code, modules } = await buildScript()
  // In an inline script these two would end it or change how it is read (HTML, 4.12.1.3).
  const script = code.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
  const style = smallStyle(STYLES.map((file) => readFileSync(join(FOLDER, file), 'utf8')).join(''))
  const html = readFileSync(join(FOLDER, 'page/index.html'), 'utf8')
    .replace(/^ +/gm, '')
    // Replacement functions, because `$` is special in replacement strings.
    .replace('<style></style>', () => `<style>${style}</style>`)
    .replace(/(<script [^>]*>)(?=<\/script>)/, (tag) => `${tag}${script}`)
    .replace('content=""', () => `content="${contentSecurityPolicy(script, style)}"`)
  return { html, modules }
}

/**
 * Forbids loading, sending, framing and submitting, and any other script.
 *
 * `img-src data:` allows the empty icon, without which browsers request one from the server.
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

/** Removes comments and white space between rules. */
function smallStyle(css: string): string {
  return css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s*\n\s*/g, '')
    .replace(/\s*([{};])\s*/g, '$1')
    .replace(/([,:]) /g, '$1')
    .replaceAll(';}', '}')
}
