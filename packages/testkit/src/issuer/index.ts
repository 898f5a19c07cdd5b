/**
 * A login issuer: keys, tokens, a server for its JWKS and introspection, and origin-bound tokens.
 *
 * @module
 */

export { LOGIN_POLICY } from './login-policy.ts'
export { newOriginTokenIssuer, type OriginTokenIssuer } from './origin-tokens.ts'
export { jsonResponse, type StubServer, startStubServer } from './stub-server.ts'
export {
  AUDIENCE,
  ISSUER,
  type IssuerKey,
  issuerSettings,
  newIssuerKey,
  signToken,
  validClaims,
} from './tokens.ts'
