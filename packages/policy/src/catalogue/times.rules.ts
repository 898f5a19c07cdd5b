/**
 * What can be wrong with dates and durations.
 *
 * @module
 */

import { withGrant, withReview } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

export const timeRules: readonly FindingRule[] = [
  {
    code: 'MQ-173',
    severity: 'error',
    title: 'not an instant',
    why: 'an end that layers read differently ends at different times',
    help: 'write day, time and offset: `2099-01-31T00:00:00Z`',
    see: ['RFC 3339, 5.6', 'D12'],
    example: {
      bad: withGrant('until: 2099-01-31'),
      good: withGrant('until: 2099-01-31T00:00:00Z'),
    },
  },
  {
    code: 'MQ-174',
    severity: 'error',
    title: 'an instant without offset',
    why: 'each layer would read it in the zone of its own machine',
    help: 'add `Z` for UTC, or an offset such as `+01:00`',
    see: ['RFC 3339, 4.4', 'D12'],
    example: {
      bad: withGrant('until: 2099-01-31T00:00:00'),
      good: withGrant('until: 2099-01-31T00:00:00Z'),
    },
  },
  {
    code: 'MQ-175',
    severity: 'error',
    title: 'a time that does not exist',
    why: 'some programs roll it over to another day, others refuse it',
    help: 'write a day and a time that exist',
    see: ['RFC 3339, 5.7', 'D12'],
    example: {
      bad: withGrant('until: 2099-02-30T00:00:00Z'),
      good: withGrant('until: 2099-02-28T00:00:00Z'),
    },
  },
  {
    code: 'MQ-176',
    severity: 'error',
    title: 'not a day',
    why: 'a review whose day cannot be read never becomes due',
    help: 'write year, month and day: `2099-05-01`',
    see: ['DESIGN 3', 'D12'],
    example: {
      bad: withReview('01.05.2027'),
      good: withReview('2099-05-01'),
    },
  },
  {
    code: 'MQ-177',
    severity: 'error',
    title: 'not a duration',
    why: 'layers would guess the unit',
    help: 'write whole seconds, or a whole number with `s`, `m`, `h` or `d`: `10m`',
    see: ['DESIGN 3'],
    example: {
      bad: withGrant('maxAge: 1.5s'),
      good: withGrant('maxAge: 2s'),
    },
  },
  {
    code: 'MQ-178',
    severity: 'error',
    title: 'a duration out of bounds',
    why: 'browsers and layers would each cut it to something else',
    help: 'write a duration within the bounds',
    see: ['DESIGN 3'],
    example: {
      bad: withGrant('maxAge: 2d'),
      good: withGrant('maxAge: 10m'),
    },
  },
  {
    code: 'MQ-179',
    severity: 'warning',
    title: 'listed twice',
    why: 'the second time says nothing, and one of the two may have been meant as something else',
    help: 'remove one of them',
    see: ['libraries 1a'],
    example: {
      bad: withGrant('methods: [GET, POST, GET]'),
      good: withGrant('methods: [GET, POST]'),
    },
  },
]
