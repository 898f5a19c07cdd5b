/**
 * YAML and JSON documents of others: parsed within bounds, read node by node with positions.
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
  step,
  textOf,
} from './document-node.ts'
export { type ReadDocument, readDocument } from './read-document.ts'
