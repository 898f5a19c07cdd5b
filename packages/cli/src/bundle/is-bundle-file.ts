/**
 * Bundles told from policies.
 *
 * @module
 */

const FORMAT_KEY = '"format"'
const IS_BUNDLE = /^"format"\s*:\s*"marque-bundle\//

/**
 * Whether a file is meant as a bundle: JSON with a `format` that says so. In JSON a text cannot hold these bytes, because its
 * quotes are escaped; so a policy that speaks of bundles is not taken for one. Whether it is a good bundle, `readBundle` says.
 */
export function isBundleFile(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const opens = buffer
    .subarray(0, 64)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
  if (!opens.startsWith('{')) return false
  for (let at = buffer.indexOf(FORMAT_KEY); at !== -1; at = buffer.indexOf(FORMAT_KEY, at + 1)) {
    if (IS_BUNDLE.test(buffer.subarray(at, at + 64).toString('latin1'))) return true
  }
  return false
}
