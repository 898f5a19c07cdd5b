/**
 * Locations of files in SARIF.
 *
 * @module
 */
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'

/** An `artifactLocation` (SARIF 2.1.0, 3.4): a relative path is resolved against `%SRCROOT%`; an absolute one becomes a `file:` URI. */
export function artifactLocation(file: string): object {
  if (isAbsolute(file)) return { uri: pathToFileURL(file).href }
  const uri = file.replace(/^\.\//, '').split(/[\\/]/).map(encodeURIComponent).join('/')
  return { uri, uriBaseId: '%SRCROOT%' }
}
