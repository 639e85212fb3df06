import { day } from '../platform/clock.js'

/** How far back a rule is tried on what happened. */
export const pastDays = 30

/** What was asked is forgotten a day later, so that no trial misses its oldest. */
export const factsKeptFor = (pastDays + 1) * day
