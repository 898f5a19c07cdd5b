/**
 * WebSocket handshakes (D25).
 *
 * @module
 */
import type { ClassedDrafts } from './probe-classes.ts'
import { handshakeDraft, OPAQUE_ORIGIN } from './probe-draft.ts'
import { nearMissesOf, originAt, type ResourceScope } from './resource-scope.ts'
import { both, mainOrigin } from './scope-drafts.ts'

/** WebSocket handshakes: of strangers at every resource, of all kinds of origins where a grant has them. */
export function handshakes(scope: ResourceScope): ClassedDrafts {
  const { main, uses, index, input } = scope
  const use = uses.find(({ grant }) => grant.websocket)
  const target = use?.target ?? main.target
  const stranger = handshakeDraft(target, originAt(scope, input.unlisted, target))
  if (use === undefined) {
    // An origin that may use the resource otherwise has no WebSocket there either (D25).
    const origin = mainOrigin(scope)
    const denied = origin === undefined ? [] : [handshakeDraft(target, origin)]
    return [['handshake', both(scope, [stranger, ...denied])]]
  }
  const granted = uses.filter(({ grant }) => grant.websocket).slice(0, 8)
  const foreign = index.lists
    .filter(({ isTenant }) => !isTenant)
    .flatMap(({ origins }) => origins.slice(0, 1))
    .map(({ value }) => originAt(scope, value, target))
  return [
    ['stranger-handshake', both(scope, [stranger])],
    [
      'handshake',
      both(
        scope,
        [
          ...granted.map((one) => originAt(scope, one.origin.value, one.target)),
          ...foreign,
          OPAQUE_ORIGIN,
          ...nearMissesOf(scope, use.origin, target),
        ].map((origin) => handshakeDraft(target, origin)),
      ),
    ],
  ]
}
