/**
 * Policy and request in the fragment of the URL, which browsers do not send to servers.
 *
 * `#1.` and the form as JSON, compressed (`deflate-raw`, RFC 1951), in base64url. The number is the version of the format.
 * A fragment is untrusted input: its size is limited at each step, every key is validated, and it is used only as field values.
 *
 * @module
 */
import { EMPTY, FIELD_LIMITS, type FieldName, type Form } from '../input/index.ts'
import { fromBase64Url, toBase64Url } from './base64url.ts'
import { throughStream } from './bounded-stream.ts'

const VERSION = '1'

/** Maximum length of the fragment, and of the decompressed JSON. */
export const FRAGMENT_LIMITS = { characters: 100_000, bytes: 600_000 } as const

/** A form, null for an empty fragment, or the reason why it cannot be used. */
export type Shared = { readonly form: Form | null } | { readonly problem: string }

const DAMAGED = 'the link is damaged or incomplete'

/**
 * Encodes a form, without empty fields.
 *
 * @returns The fragment with its `#`, or `undefined` if it exceeds {@link FRAGMENT_LIMITS} or {@link FIELD_LIMITS}.
 */
export async function writeFragment(form: Form): Promise<string | undefined> {
  const filled = Object.entries(form).filter(([name, value]) => value !== EMPTY[name as FieldName])
  const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries(filled)))
  if (readForm(bytes) === undefined || bytes.length > FRAGMENT_LIMITS.bytes) return undefined
  const packed = await throughStream(
    bytes,
    new CompressionStream('deflate-raw'),
    FRAGMENT_LIMITS.characters,
  )
  const fragment = packed && `#${VERSION}.${toBase64Url(packed)}`
  return fragment && fragment.length <= FRAGMENT_LIMITS.characters ? fragment : undefined
}

/** Decodes a fragment, with or without `#`. Never throws. */
export async function readFragment(fragment: string): Promise<Shared> {
  const text = fragment.replace(/^#/, '')
  if (text === '') return { form: null }
  if (text.length > FRAGMENT_LIMITS.characters) return { problem: 'the link is too long' }
  const [, version, payload] = /^(\d+)\.(.*)$/s.exec(text) ?? []
  if (version === undefined || payload === undefined) {
    return { problem: 'the URL fragment is not a link of this page' }
  }
  if (version !== VERSION) return { problem: 'the link is from another version of this page' }
  const packed = fromBase64Url(payload)
  if (packed === undefined) return { problem: DAMAGED }
  const bytes = await throughStream(
    packed,
    new DecompressionStream('deflate-raw'),
    FRAGMENT_LIMITS.bytes,
  )
  if (bytes === undefined) return { problem: DAMAGED }
  const form = readForm(bytes)
  return form ? { form } : { problem: DAMAGED }
}

function readForm(bytes: Uint8Array): Form | undefined {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const form: { [name: string]: unknown } = { ...EMPTY }
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(EMPTY, name) || !isField(name as FieldName, member)) return undefined
    form[name] = member
  }
  // Every key is present and validated.
  return form as unknown as Form
}

function isField(name: FieldName, value: unknown): boolean {
  if (name === 'credentials') return typeof value === 'boolean'
  return typeof value === 'string' && value.length <= FIELD_LIMITS[name]
}
