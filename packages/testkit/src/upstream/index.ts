/**
 * Upstreams: raw bytes, a strict reader, and applications that send wrong CORS headers of their own.
 *
 * @module
 */
export {
  HOSTILE_LINES,
  HOSTILE_STATUS,
  type HostileUpstream,
  startHostileUpstream,
} from './hostile-upstream.ts'
export { type RawUpstream, startRawUpstream } from './raw-upstream.ts'
export {
  type ReceivedRequest,
  STRICT_UPSTREAM_LINES,
  STRICT_UPSTREAM_STATUS,
  type StrictUpstream,
  startStrictUpstream,
} from './strict-upstream.ts'
