/**
 * The form of the page, and its parsing into the input of the engine.
 *
 * @module
 */
export {
  type ExplainInput,
  type FieldProblem,
  isWebSocketUrl,
  readExplainInput,
} from './explain-input.ts'
export { EMPTY, FIELD_LIMITS, type FieldName, type Form } from './form.ts'
