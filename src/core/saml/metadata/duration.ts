/** An xs:duration: its months have no fixed length, so that the two parts are kept apart (XML Schema Part 2 §3.2.6). */
export interface XsDuration {
  readonly isNegative: boolean;
  readonly months: number;
  readonly milliseconds: number;
}

const DURATION =
  /^(-)?P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,20}))?S)?)?$/;

/** Parses an xs:duration, cut to the millisecond; undefined where it is none, or one of more than 999,999,999 of a unit. */
export function parseXsDuration(text: string): XsDuration | undefined {
  const match = DURATION.exec(text);
  // At least one part has to be there, and one behind a T.
  if (match === null || !/\d[YMDHS]$/.test(text)) return undefined;
  const [, sign, years = '0', months = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  const fraction = Number((match[8] ?? '').padEnd(3, '0').slice(0, 3));
  const wholeSeconds = Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return {
    isNegative: sign !== undefined,
    months: Number(years) * 12 + Number(months),
    milliseconds: wholeSeconds * 1000 + fraction,
  };
}
