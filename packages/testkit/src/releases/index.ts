/**
 * Signed releases and a server that distributes them.
 *
 * @module
 */
export {
  type Distributor,
  ENVIRONMENT,
  ISSUED_AT,
  newPublisher,
  type Publisher,
  releaseBundle,
  type Signed,
  startDistributor,
} from './releases.ts'
