/**
 * Which environment a policy is read for.
 *
 * @module
 */

/** The environment where the user names none (DESIGN 3). */
export const DEFAULT_ENVIRONMENT = 'production'
