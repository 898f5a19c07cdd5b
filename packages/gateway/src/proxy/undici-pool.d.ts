// The one part of undici that the gateway runs on: its index loads `fetch`, WebSocket, caches and mocks too, 13 MB and 50 ms of a start.
declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici'

  export default Pool
}
