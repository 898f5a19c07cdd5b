/**
 * Other people's documents read into a draft of a policy.
 *
 * @module
 */
