/**
 * SHA-256 (FIPS 180-4) in plain arithmetic: the name of a bundle must be the same in every runtime, at once and without a promise, which
 * WebCrypto cannot give.
 *
 * @module
 */
import type { Bundle, Digest } from './bundle.ts'
import { bundleBytes } from './canonical.ts'
import { BLOCK_BYTES, compress, initialHash } from './sha256-block.ts'

/**
 * The SHA-256 of the bytes as 64 lower-case hex digits. Linear; no state is kept between calls.
 *
 * @example
 * ```ts
 * sha256Hex(new TextEncoder().encode('abc')) // 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
 * ```
 */
export function sha256Hex(bytes: Uint8Array): string {
  let hex = ''
  for (const word of hashOf(bytes)) hex += (word >>> 0).toString(16).padStart(8, '0')
  return hex
}

/** The SHA-256 of the bytes, 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32)
  const view = new DataView(digest.buffer)
  hashOf(bytes).forEach((word, index) => {
    view.setInt32(4 * index, word)
  })
  return digest
}

/** Eight words. */
function hashOf(bytes: Uint8Array): Int32Array {
  const hash = initialHash()
  const whole = bytes.length - (bytes.length % BLOCK_BYTES)
  compress(hash, bytes, whole)
  const tail = paddedTail(bytes, whole)
  compress(hash, tail, tail.length)
  return hash
}

/** The name of a bundle. Throws as {@link bundleBytes} does. */
export function digestOf(bundle: Bundle): Digest {
  return `sha256:${sha256Hex(bundleBytes(bundle))}`
}

/** What follows the last whole block, a one bit, zeros, and the length in bits as 64 bits (5.1.1). */
function paddedTail(bytes: Uint8Array, whole: number): Uint8Array {
  const rest = bytes.length - whole
  const tail = new Uint8Array(rest + 9 <= BLOCK_BYTES ? BLOCK_BYTES : 2 * BLOCK_BYTES)
  tail.set(bytes.subarray(whole))
  tail[rest] = 0x80
  const view = new DataView(tail.buffer)
  view.setUint32(tail.length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(tail.length - 4, (bytes.length << 3) >>> 0)
  return tail
}
