/**
 * Mixed content: requests of https pages to http addresses, which browsers block before CORS.
 *
 * @module
 */
import { addressSpaceOf } from './local-network.ts'

/**
 * Which browsers block the request of a page as mixed content.
 *
 * Loopback and literal local addresses are exempt in some: Chromium asks the user for them, Firefox exempts the loopback, Safari exempts nothing. The
 * function agrees with `isMixedContent` of `@marque/core`.
 *
 * @param page Protocol of the page: `https:`.
 * @param target Of the request.
 */
export function mixedContentOf(
  page: string,
  { protocol, hostname }: Pick<URL, 'protocol' | 'hostname'>,
): 'every-browser' | 'some-browsers' | 'none' {
  if (page !== 'https:' || protocol !== 'http:') return 'none'
  return addressSpaceOf(hostname) === null ? 'every-browser' : 'some-browsers'
}
