/**
 * YAML and JSON documents of others: parsed within bounds, read node by node with positions, in one file or in several.
 *
 * @module
 */
export {
  child,
  type DocumentNode,
  entries,
  isList,
  isMapping,
  items,
  jsonOf,
  LimitExceeded,
  MOST_NODES,
  report,
  type Source,
  scalarOf,
  textOf,
} from './document-node.ts'
export { type OpenFile, openSource } from './open-source.ts'
export { positionsOf } from './read-document.ts'
export { step } from './tree.ts'
