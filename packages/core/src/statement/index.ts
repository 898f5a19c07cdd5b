/**
 * `Marque-Decision`: the signed statement by which a gateway passes its decision to the middleware behind it (D29).
 *
 * @module
 */
export {
  hmacSha256,
  type Mac,
  readStatement,
  STATEMENT_HEADER,
  STATEMENT_LIFE,
  type Statement,
  type StatementFault,
  type StatementKey,
  writeStatement,
} from './statement.ts'
export { type Disagreement, disagreements, stricterOf } from './stricter.ts'
