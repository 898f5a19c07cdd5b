/**
 * The admin server for operators: health, readiness, metrics, explain, loaded policy.
 *
 * @module
 */
export { type AdminServer, startAdmin } from './admin-server.ts'
export { NOT_LISTENING, readinessProblems } from './readiness.ts'
