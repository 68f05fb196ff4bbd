const DATE = String.raw`(?<date>\d{4}-(?:0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\d|3[01]))`;
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?`;
const ZONE = String.raw`(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;
const MOMENT = new RegExp(`^${DATE}(?:T${TIME}${ZONE})?$`);

/**
 * Reads a moment as ISO 8601 has it: a date, which begins in UTC, or a date and a time with its zone.
 *
 * @returns nothing where it is none, or a day the month does not have
 */
export function parseMoment(text: string): Date | undefined {
  const groups = MOMENT.exec(text)?.groups;
  const { date, day } = groups ?? {};
  if (date === undefined || day === undefined) return undefined;
  // Whether the month has the day: one too many would be read as the next month's.
  if (new Date(`${date}T00:00:00Z`).getUTCDate() !== Number(day)) return undefined;
  return new Date(text);
}
