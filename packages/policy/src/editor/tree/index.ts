/**
 * The syntax tree of a document for editors: every node with its range, also of invalid documents. Findings come from the strict reader
 * alone.
 *
 * @module
 */
export {
  entryOf,
  itemsOf,
  locateNode,
  locateScalar,
  memberOf,
  type NodeLocation,
  type ScalarLocation,
  scalarsOf,
  textOf,
} from './locate.ts'
export {
  endOfEntry,
  endOfItem,
  type TreeEntry,
  type TreeItem,
  type TreeList,
  type TreeMapping,
  type TreeNode,
  type TreePath,
  type TreeScalar,
} from './node.ts'
export { readTree } from './read-tree.ts'
