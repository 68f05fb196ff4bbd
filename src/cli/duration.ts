const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
const PART = /(\d{1,12}(?:\.\d{1,6})?)(ms|[dhms])/y;
/** ISO 8601: days, and after a `T` hours, minutes and seconds. Months and years have no fixed length. */
const ISO =
  /^P(?:(\d{1,12}(?:\.\d{1,6})?)D)?(?:T(?:(\d{1,12}(?:\.\d{1,6})?)H)?(?:(\d{1,12}(?:\.\d{1,6})?)M)?(?:(\d{1,12}(?:\.\d{1,6})?)S)?)?$/;
const PLAIN_SECONDS = /^\d{1,12}(?:\.\d{1,6})?$/;
/** Longer than any state lasts; what is beyond is a slip of the finger. */
const LONGEST_MS = 3650 * UNITS.d;

/**
 * Reads a duration: `90`, `90s`, `1h30m`, `250ms`, `2d`, or `PT1H30M` as ISO 8601 has it. A bare number is seconds.
 *
 * @returns milliseconds, or nothing where it is not a duration of at most ten years
 */
export function parseDuration(text: string): number | undefined {
  if (PLAIN_SECONDS.test(text)) return bounded(Number(text) * UNITS.s);
  if (text.startsWith('P')) return parseIso(text);
  PART.lastIndex = 0;
  let total = 0;
  let end = 0;
  let part = PART.exec(text);
  while (part !== null) {
    const [whole, amount = '', unit = ''] = part;
    if (!isUnit(unit)) return undefined;
    total += Number(amount) * UNITS[unit];
    end += whole.length;
    part = PART.exec(text);
  }
  return end > 0 && end === text.length ? bounded(total) : undefined;
}

function parseIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null || !/\d[DHMS]$/.test(text)) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  return bounded(
    Number(days) * UNITS.d + Number(hours) * UNITS.h + Number(minutes) * UNITS.m + Number(seconds) * UNITS.s,
  );
}

function bounded(milliseconds: number): number | undefined {
  return milliseconds <= LONGEST_MS ? Math.round(milliseconds) : undefined;
}

function isUnit(unit: string): unit is keyof typeof UNITS {
  return Object.hasOwn(UNITS, unit);
}

/** A duration as {@link parseDuration} reads it, in its largest units: `1h30m`, `0s`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds);
  let text = '';
  for (const [unit, length] of Object.entries(UNITS)) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) text += `${String(count)}${unit}`;
  }
  return text === '' ? '0s' : text;
}
