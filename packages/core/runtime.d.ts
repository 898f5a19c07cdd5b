// The platform APIs that core uses beyond the language itself: the Encoding standard, base64 of HTML, and URL parsing for the requests of pages. Node, Deno,
// Bun, workerd and browsers all have them. Core must not use any other, so no other is declared here.
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>
  encodeInto(text: string, into: Uint8Array): { read: number; written: number }
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string
}
/** Base64 of a string in which each character is a byte (HTML, 8.3). */
declare function btoa(binary: string): string
/** Throws for invalid base64. */
declare function atob(base64: string): string
/** URL Standard, 6.1; only for what a page's `fetch` would do with a URL. The target of a received request is split by hand (D1). */
declare class URL {
  static canParse(url: string): boolean
  constructor(url: string)
  readonly username: string
  readonly password: string
  readonly href: string
  hash: string
}
