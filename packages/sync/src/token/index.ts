/**
 * Origin-bound tokens (D16): signing and verification.
 *
 * @module
 */
export { signOriginToken, TOKEN_HEADER, verifyOriginToken } from './origin-token.ts'
export { importTokenKeys, type TokenKey, type TokenKeys } from './token-keys.ts'
