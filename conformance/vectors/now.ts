/** The instant of every vector that names none: 2026-11-21T12:00:00Z. The engine gets it as data, so that no clock is read. */
export const NOW: number = Date.UTC(2026, 10, 21, 12)
