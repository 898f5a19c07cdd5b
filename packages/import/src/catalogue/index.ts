/**
 * The catalogue of findings about API descriptions: severity, texts and examples of each code.
 *
 * @module
 */
export {
  joinFindings,
  joinWithoutPositions,
  RULES,
  ruleOf,
  type UnplacedFinding,
} from './catalogue.ts'
