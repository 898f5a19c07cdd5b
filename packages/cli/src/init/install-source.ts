/**
 * What a CI pipeline installs to get the `marque` command. This is the only place that names it.
 *
 * @module
 */

/**
 * The packed packages of Marque in the repository of the policy, because no registry has `@marque/cli`. When it is published, this
 * becomes `@marque/cli@VERSION`.
 */
export const INSTALL_SOURCE = 'vendor/marque/*.tgz'
