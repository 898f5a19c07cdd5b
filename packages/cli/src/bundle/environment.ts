/**
 * Which environment a policy is read for.
 *
 * @module
 */

/** The default of `--env`. */
export const DEFAULT_ENVIRONMENT = 'production'
