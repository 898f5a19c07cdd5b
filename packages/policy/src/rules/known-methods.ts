/**
 * Methods that a standard or a widespread server defines.
 *
 * @module
 */

/**
 * The IANA registry of HTTP methods (as of 2026-11), of which WebDAV, its versions (RFC 3253), access control (RFC 3744), CalDAV and
 * binding (RFC 5842) are part; those of UPnP and Exchange that registered none; PURGE, BAN and REFRESH of caches.
 */
export const KNOWN_METHODS: ReadonlySet<string> = new Set(
  (
    'ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT CONNECT COPY DELETE GET HEAD LABEL LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL ' +
    'MKREDIRECTREF MKWORKSPACE MOVE OPTIONS ORDERPATCH PATCH POST PRI PROPFIND PROPPATCH PUT QUERY REBIND REPORT SEARCH TRACE UNBIND ' +
    'UNCHECKOUT UNLINK UNLOCK UPDATE UPDATEREDIRECTREF VERSION-CONTROL ' +
    'BCOPY BDELETE BMOVE BPROPFIND BPROPPATCH NOTIFY POLL SUBSCRIBE UNSUBSCRIBE M-SEARCH BAN PURGE REFRESH'
  ).split(' '),
)

/** Whether it is known in any spelling: another case has a finding of its own (MQ-167, MQ-168). `*` is MQ-209. */
export function isKnownMethod(method: string): boolean {
  return method === '*' || KNOWN_METHODS.has(method.toUpperCase())
}
