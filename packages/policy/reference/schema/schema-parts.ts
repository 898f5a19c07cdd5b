/**
 * The parts of the policy schema.
 *
 * Each has what editors show: a description, examples, the default, and the decision rules behind it (docs/rules.md). Besides the
 * keywords of JSON Schema they write three annotations that editors read: `markdownEnumDescriptions` (VS Code and its YAML
 * extension), `x-intellij-enum-metadata` (JetBrains), and `x-marque-rules` (our own language server).
 *
 * @module
 */
import * as z from 'zod'

/** The annotations of a key besides its description. */
export interface Annotations {
  readonly examples: readonly unknown[]
  /** The default, if it does not depend on other keys. */
  readonly default?: unknown
  /** The decision rules, as `D13`. */
  readonly rules?: readonly string[]
}

/** The annotations of a key. */
export function annotate(
  description: string,
  { rules, ...rest }: Annotations,
): { [key: string]: unknown } {
  return { description, ...rest, ...(rules !== undefined && { 'x-marque-rules': rules }) }
}

export function string(description: string, more: Annotations): z.ZodString {
  return z.string().meta(annotate(description, more))
}

/** `true` or `false`. */
export function flag(description: string, more: Annotations): z.ZodBoolean {
  return z.boolean().meta(annotate(description, more))
}

/** Seconds as a number, or `30s`, `10m`, `2h`, `1d`. */
export function duration(
  description: string,
  more: Annotations,
): z.ZodUnion<readonly [z.ZodString, z.ZodNumber]> {
  return z.union([z.string(), z.number()]).meta(annotate(description, more))
}

/** A list that must not be empty; an optional one is omitted instead. */
export function nonEmptyList(description: string, more: Annotations): z.ZodArray<z.ZodString> {
  return z.array(z.string()).min(1).meta(annotate(description, more))
}

/** A list that may be empty. */
export function list(description: string, more: Annotations): z.ZodArray<z.ZodString> {
  return z.array(z.string()).meta(annotate(description, more))
}

/** One of a few values, each with a description. */
export function oneOf<const Word extends string>(
  meanings: { readonly [word in Word]: string },
  description: string,
  more: Annotations,
): z.ZodEnum<{ [word in Word]: word }> {
  const words = Object.keys(meanings) as Word[]
  const texts = words.map((word) => meanings[word])
  return z.enum(words).meta({
    ...annotate(description, more),
    markdownEnumDescriptions: texts,
    'x-intellij-enum-metadata': Object.fromEntries(
      words.map((word) => [word, { description: meanings[word] }]),
    ),
  })
}
