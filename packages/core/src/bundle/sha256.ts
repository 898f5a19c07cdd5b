/**
 * SHA-256 (FIPS 180-4) in plain arithmetic: the name of a bundle must be the same in every runtime, at once and without a promise, which
 * WebCrypto cannot give.
 *
 * @module
 */
import type { Bundle, Digest } from './bundle.ts'
import { bundleBytes } from './canonical.ts'

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const ROUND_CONSTANTS = new Int32Array(fractionsOfRoots(64, 1 / 3))

/** The same of the square roots of the first 8 primes (5.3.3). */
const INITIAL_HASH = new Int32Array(fractionsOfRoots(8, 1 / 2))

const BLOCK = 64

/**
 * The SHA-256 of the bytes as 64 lower-case hex digits. Linear, no state kept between calls.
 *
 * @example
 * ```ts
 * sha256Hex(new TextEncoder().encode('abc')) // 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
 * ```
 */
export function sha256Hex(bytes: Uint8Array): string {
  const hash = Int32Array.from(INITIAL_HASH)
  const schedule = new Int32Array(BLOCK)
  const whole = bytes.length - (bytes.length % BLOCK)
  compress(hash, schedule, bytes, whole)
  const tail = paddedTail(bytes, whole)
  compress(hash, schedule, tail, tail.length)
  let hex = ''
  for (const word of hash) hex += (word >>> 0).toString(16).padStart(8, '0')
  return hex
}

/** The name of a bundle. Throws as {@link bundleBytes} does. */
export function digestOf(bundle: Bundle): Digest {
  return `sha256:${sha256Hex(bundleBytes(bundle))}`
}

/** What follows the last whole block, a one bit, zeros, and the length in bits as 64 bits (5.1.1). */
function paddedTail(bytes: Uint8Array, whole: number): Uint8Array {
  const rest = bytes.length - whole
  const tail = new Uint8Array(rest + 9 <= BLOCK ? BLOCK : 2 * BLOCK)
  tail.set(bytes.subarray(whole))
  tail[rest] = 0x80
  const view = new DataView(tail.buffer)
  view.setUint32(tail.length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(tail.length - 4, (bytes.length << 3) >>> 0)
  return tail
}

/** Runs the compression function (6.2.2) over the first `length` bytes, a multiple of 64. */
function compress(hash: Int32Array, w: Int32Array, bytes: Uint8Array, length: number): void {
  const k = ROUND_CONSTANTS
  let h0 = hash[0] as number
  let h1 = hash[1] as number
  let h2 = hash[2] as number
  let h3 = hash[3] as number
  let h4 = hash[4] as number
  let h5 = hash[5] as number
  let h6 = hash[6] as number
  let h7 = hash[7] as number
  for (let offset = 0; offset < length; offset += BLOCK) {
    expand(w, bytes, offset)
    let a = h0
    let b = h1
    let c = h2
    let d = h3
    let e = h4
    let f = h5
    let g = h6
    let h = h7
    for (let t = 0; t < 64; t++) {
      const sigma1 =
        ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
      const choice = g ^ (e & (f ^ g))
      const t1 = (h + sigma1 + choice + (k[t] as number) + (w[t] as number)) | 0
      const sigma0 =
        ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
      const majority = (a & b) | (c & (a | b))
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + sigma0 + majority) | 0
    }
    h0 = (h0 + a) | 0
    h1 = (h1 + b) | 0
    h2 = (h2 + c) | 0
    h3 = (h3 + d) | 0
    h4 = (h4 + e) | 0
    h5 = (h5 + f) | 0
    h6 = (h6 + g) | 0
    h7 = (h7 + h) | 0
  }
  hash.set([h0, h1, h2, h3, h4, h5, h6, h7])
}

/** The message schedule of one block (6.2.2, step 1). */
function expand(w: Int32Array, bytes: Uint8Array, offset: number): void {
  for (let t = 0, at = offset; t < 16; t++, at += 4) {
    w[t] =
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)
  }
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15] as number
    const y = w[t - 2] as number
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[t] = ((w[t - 16] as number) + s0 + (w[t - 7] as number) + s1) | 0
  }
}

/** `floor(frac(p ** power) * 2 ** 32)` of the first primes. A double is exact enough: the tests compare with another implementation. */
function fractionsOfRoots(count: number, power: number): number[] {
  const primes: number[] = []
  for (let n = 2; primes.length < count; n++) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n)
  }
  return primes.map((prime) => Math.floor((prime ** power % 1) * 2 ** 32) | 0)
}
