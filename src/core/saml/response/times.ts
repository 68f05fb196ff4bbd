import { excerpt } from '../excerpt.js';
import { type WrittenTime } from './assertion.js';

/** The moment of judgement and how far the clocks may be apart. */
export interface Moment {
  readonly at: Date;
  readonly skewSeconds: number;
}

/** What is wrong with the beginning of a period, as the end of a sentence; undefined where it has begun or isn't limited. */
export function notBeforeFault(
  { written, time }: WrittenTime,
  { at, skewSeconds }: Moment,
): string | undefined {
  if (written === undefined) return undefined;
  if (time === undefined) return `begins at '${excerpt(written)}', which isn't a time`;
  if (time.getTime() <= at.getTime() + skewSeconds * 1000) return undefined;
  return `begins only at ${time.toISOString()}, ${distance(time, at)} later than ${at.toISOString()}`;
}

/** The like for the end of a period. That moment itself is outside (SAML 2.0 Core §2.5.1.2). */
export function notOnOrAfterFault(
  { written, time }: WrittenTime,
  { at, skewSeconds }: Moment,
): string | undefined {
  if (written === undefined) return undefined;
  if (time === undefined) return `ends at '${excerpt(written)}', which isn't a time`;
  if (at.getTime() < time.getTime() + skewSeconds * 1000) return undefined;
  return `ended at ${time.toISOString()}, ${distance(at, time)} before ${at.toISOString()}`;
}

const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

function distance(later: Date, earlier: Date): string {
  const seconds = Math.round((later.getTime() - earlier.getTime()) / 1000);
  const [name, size] = UNITS.find((unit) => seconds >= 2 * unit[1]) ?? ['second', 1];
  const count = Math.floor(seconds / size);
  return `${count.toLocaleString('en')} ${name}${count === 1 ? '' : 's'}`;
}
