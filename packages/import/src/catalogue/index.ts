/**
 * The catalogue of findings about API descriptions: severity, texts and examples of each code.
 *
 * @module
 */
export { joinFindings, RULES, ruleOf } from './catalogue.ts'
