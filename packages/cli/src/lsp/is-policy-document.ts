/**
 * Detects policies and test files. Editors send every YAML and JSON file to the server.
 *
 * @module
 */

/** `policy.yaml`, `cors.yaml`, `cors-policy.yml`, `shop.marque.json`, `policy.marque-test.yaml`. */
const NAME =
  /^(?:(?:cors[-_.]?)?policy|cors|(?:.*[-_.])?marque)\.(?:ya?ml|json)$|\.marque-test\.(?:ya?ml|json)$/i
const KEY = /^[ \t]*["']?(version|self|origins|resources|tenants|exceptions)["']?[ \t]*:/gm
/** Top-level keys of Kubernetes and Compose files. */
const OTHER = /^["']?(?:apiVersion|kind|services)["']?[ \t]*:/m
const SCHEMA = /\$schema["']?[ \t]*[=:][^\r\n]*marque/i

/**
 * Whether a document is a policy or a test file: by its schema comment, its name, or its top-level keys.
 *
 * @param uri Document URI.
 */
export function isPolicyDocument(uri: string, text: string): boolean {
  const head = text.slice(0, 65_536)
  if (SCHEMA.test(head)) return true
  if (OTHER.test(head)) return false
  if (NAME.test(fileNameOf(uri))) return true
  const keys = new Set([...head.matchAll(KEY)].map(([, key]) => key))
  return keys.has('self') && (keys.has('resources') || keys.has('origins'))
}

/** The last path segment of a URI. */
export function fileNameOf(uri: string): string {
  const path = uri.replace(/[?#].*$/s, '')
  const name = path.slice(path.lastIndexOf('/') + 1)
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
