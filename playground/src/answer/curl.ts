/**
 * The question as a command line that anybody can run.
 *
 * @module
 */
import type { RequestFacts } from '@marque/core'

/**
 * A `curl` command that sends the request: every word that needs it is quoted for a POSIX shell, so nothing in it is run.
 *
 * `--path-as-is` keeps dot segments, `--globoff` brackets: what is judged is what is sent.
 *
 * @example
 * ```ts
 * curlLine({ method: 'GET', url: 'https://api.example.com/v1/me', headers: [['Origin', 'https://app.example.com']] })
 * // "curl -i --path-as-is --globoff -H 'Origin: https://app.example.com' https://api.example.com/v1/me"
 * ```
 */
export function curlLine({ method, url, headers }: RequestFacts): string {
  const isHead = method === 'HEAD'
  const words = ['curl', isHead ? '--head' : '-i', '--path-as-is', '--globoff']
  if (method !== 'GET' && !isHead) words.push('-X', quote(method))
  // A header without a value is written with a semicolon; with a colon curl takes the header away.
  for (const [name, value] of headers) {
    words.push('-H', quote(value === '' ? `${name};` : `${name}: ${value}`))
  }
  const target = url.replace(/^ws/i, 'http')
  // An address that starts with a dash would be an option.
  words.push(...(target.startsWith('-') ? ['--url'] : []), quote(target))
  return words.join(' ')
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
