/**
 * How much may be asked: a comparison ends within seconds, or says what it left out.
 *
 * @module
 */

/** Questions put to both engines, at most. A question to a resource with very many grants counts more than once. */
export const MOST_QUESTIONS = 1_500_000

/** Grants that the engine looks through in the time that the rest of a question takes. */
const GRANTS_PER_QUESTION = 40

export interface Budget {
  left: number
}

/** Takes the cost of `questions` out of the budget. @returns Whether there was enough. */
export function spend(budget: Budget, questions: number, grants: number): boolean {
  const cost = questions * Math.ceil(1 + grants / GRANTS_PER_QUESTION)
  if (cost > budget.left) return false
  budget.left -= cost
  return true
}
