/**
 * A curl command line for a request.
 *
 * @module
 */
import type { RequestFacts } from '@marque/core'

/**
 * Formats a `curl` command that sends the request. Words are quoted for a POSIX shell.
 *
 * `--path-as-is` keeps dot segments and `--globoff` brackets, so that the request is sent as evaluated.
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
  // curl sends a header with an empty value for `Name;`, and removes one for `Name:`.
  for (const [name, value] of headers) {
    words.push('-H', quote(value === '' ? `${name};` : `${name}: ${value}`))
  }
  const target = url.replace(/^ws/i, 'http')
  // A URL that starts with a dash would be an option.
  words.push(...(target.startsWith('-') ? ['--url'] : []), quote(target))
  return words.join(' ')
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
