/**
 * Long lists, cut for people.
 *
 * @module
 */

/** How many values of a list are named. */
const SHOWN = 3

/** The first values, and how many more there are; all of them where one more would say so. */
export function shortened(values: readonly string[], whole: boolean): readonly string[] {
  if (whole || values.length <= SHOWN + 1) return values
  return [...values.slice(0, SHOWN - 1), `${values[SHOWN - 1]} and ${values.length - SHOWN} more`]
}
