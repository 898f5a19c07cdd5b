/**
 * The origins of samples.
 *
 * @module
 */

/** The application that samples trust. */
export const APP = 'https://app.example.com'
export const PARTNER = 'https://partner.example'
/** An origin that no sample trusts. */
export const EVIL = 'https://evil.test'
