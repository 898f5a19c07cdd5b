/**
 * Marque behind the proxies and caches of `docs/guide/deploy`. Other folders take the programs.
 *
 * @module
 */
export {
  APACHE,
  HAPROXY,
  NGINX,
  startApache,
  startHaproxy,
  startNginx,
  startVarnish,
  VARNISH,
} from './programs.ts'
