/**
 * The small parts that the schema of the policy is put together from.
 *
 * Each carries what editors show: a description, examples, what holds where the key is left out, the rules (docs/rules.md) behind it.
 * Beside the words of JSON Schema they write three annotations that editors read: `markdownEnumDescriptions` (VS Code and its YAML
 * extension), `x-intellij-enum-metadata` (JetBrains), and `x-marque-rules` (our own language server).
 *
 * @module
 */
import * as z from 'zod'

/** What is said of a key beside its kind. */
export interface Said {
  readonly examples: readonly unknown[]
  /** What holds where the key is left out, where that is one value whatever else is written. */
  readonly default?: unknown
  /** The rules (docs/rules.md), as `D13`. */
  readonly rules?: readonly string[]
}

/** The annotations of a key. */
export function said(description: string, { rules, ...rest }: Said): { [key: string]: unknown } {
  return { description, ...rest, ...(rules !== undefined && { 'x-marque-rules': rules }) }
}

export function text(description: string, more: Said): z.ZodString {
  return z.string().meta(said(description, more))
}

/** `true` or `false`. */
export function flag(description: string, more: Said): z.ZodBoolean {
  return z.boolean().meta(said(description, more))
}

/** Seconds as a number, or `30s`, `10m`, `2h`, `1d`. */
export function duration(
  description: string,
  more: Said,
): z.ZodUnion<readonly [z.ZodString, z.ZodNumber]> {
  return z.union([z.string(), z.number()]).meta(said(description, more))
}

/** A list that says nothing when it is empty, so that leaving it out must be what is meant. */
export function listed(description: string, more: Said): z.ZodArray<z.ZodString> {
  return z.array(z.string()).min(1).meta(said(description, more))
}

/** A list that may be empty. */
export function anyNumber(description: string, more: Said): z.ZodArray<z.ZodString> {
  return z.array(z.string()).meta(said(description, more))
}

/** One of a few words, each with a meaning of its own. */
export function oneOf<const Word extends string>(
  meanings: { readonly [word in Word]: string },
  description: string,
  more: Said,
): z.ZodEnum<{ [word in Word]: word }> {
  const words = Object.keys(meanings) as Word[]
  const texts = words.map((word) => meanings[word])
  return z.enum(words).meta({
    ...said(description, more),
    markdownEnumDescriptions: texts,
    'x-intellij-enum-metadata': Object.fromEntries(
      words.map((word) => [word, { description: meanings[word] }]),
    ),
  })
}
