/**
 * Policy and question in the fragment of an address, which no browser sends to a server.
 *
 * `#1.` and the form as JSON, compressed (`deflate-raw`, RFC 1951) and written in base64url. The number is the version of this format.
 * A fragment is written by strangers: it is bounded at each step, checked key by key, and only ever becomes the values of fields.
 *
 * @module
 */
import { EMPTY, FIELD_LIMITS, type FieldName, type Form } from '../question/form.ts'
import { fromBase64Url, toBase64Url } from './base64url.ts'
import { throughStream } from './bounded-stream.ts'

const VERSION = '1'

/** Bounds on a link: the length of its fragment, and the bytes that it may unfold to. */
export const FRAGMENT_LIMITS = { characters: 100_000, bytes: 600_000 } as const

/** What a fragment holds: nothing, a form, or a reason why it cannot be used. */
export type Shared = { readonly form: Form | null } | { readonly wrong: string }

const DAMAGED = 'the link is damaged: a part of it is missing or was changed'

/**
 * Writes a form; fields that are empty are left out.
 *
 * @returns The fragment with its `#`, or `undefined` where it would be over {@link FRAGMENT_LIMITS} or {@link FIELD_LIMITS}.
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

/** Reads a fragment, with or without its `#`. Never throws. */
export async function readFragment(fragment: string): Promise<Shared> {
  const text = fragment.replace(/^#/, '')
  if (text === '') return { form: null }
  if (text.length > FRAGMENT_LIMITS.characters) return { wrong: 'the link is too long' }
  const [, version, payload] = /^(\d+)\.(.*)$/s.exec(text) ?? []
  if (version === undefined || payload === undefined) {
    return { wrong: 'the end of the address is no link of this page' }
  }
  if (version !== VERSION) return { wrong: 'the link was made by another version of this page' }
  const packed = fromBase64Url(payload)
  if (packed === undefined) return { wrong: DAMAGED }
  const bytes = await throughStream(
    packed,
    new DecompressionStream('deflate-raw'),
    FRAGMENT_LIMITS.bytes,
  )
  if (bytes === undefined) return { wrong: DAMAGED }
  const form = readForm(bytes)
  return form ? { form } : { wrong: DAMAGED }
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
  // Every key is there, and each was checked.
  return form as unknown as Form
}

function isField(name: FieldName, value: unknown): boolean {
  if (name === 'credentials') return typeof value === 'boolean'
  return typeof value === 'string' && value.length <= FIELD_LIMITS[name]
}
