/**
 * Bundles and requests as the engine takes them, without a policy document: for any JavaScript runtime.
 *
 * @module
 */
export { API, anyone, bundle, grant, granting, list, match, NOW, resource } from './build-bundle.ts'
export { get, preflight, requestTo, socket } from './build-request.ts'
export { APP, EVIL, PARTNER } from './origins.ts'
