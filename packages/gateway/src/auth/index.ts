/**
 * Authentication: who sends a request, from signed tokens (JWT), introspection, origin-bound tokens (D16) and client certificates. Verifiers are loaded if configured.
 *
 * @module
 */
export { isLoginMissing, mayDependOnIdentity, requiresLogin } from './auth-requirements.ts'
export { createAuthenticator } from './authenticator.ts'
export { ANONYMOUS, type Authenticator, type Identity, type Sender } from './identity.ts'
