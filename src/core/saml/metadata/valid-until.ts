import { type Finding } from '../../findings.js';
import { excerpt } from '../excerpt.js';
import { samlFinding } from '../findings.js';
import { attributeOf, trimXmlSpace, type XmlElement } from '../xml/tree.js';
import { type Reading } from './reading.js';

/**
 * Reads until when metadata may be used: the earliest validUntil of the elements around and at the role
 * (SAML 2.0 Metadata §2.3.1, §2.3.2 and §2.4.1). `value` is undefined where none says.
 * @param now judges whether that time has passed; without it, nothing is said of it
 * @param expiresWithinMs how long before that time it is worth a warning, in milliseconds
 */
export function readValidUntil(
  elements: readonly XmlElement[],
  now: Date | undefined,
  expiresWithinMs = 0,
): Reading<Date> {
  const findings: Finding[] = [];
  let earliest: Date | undefined;
  for (const element of elements) {
    const written = attributeOf(element, 'validUntil');
    if (written === undefined) continue;
    const until = parseDateTime(trimXmlSpace(written));
    if (until === undefined) {
      const message = `validUntil is '${excerpt(written)}', which isn't a time.`;
      findings.push(samlFinding('metadata-valid-until-unreadable', element, message));
      continue;
    }
    if (now !== undefined && until <= now) {
      const message = `The metadata was valid only until ${until.toISOString()}.`;
      findings.push(samlFinding('metadata-expired', element, message));
    } else if (now !== undefined && until.getTime() - now.getTime() < expiresWithinMs) {
      const message = `The metadata is valid only until ${until.toISOString()}.`;
      findings.push(samlFinding('metadata-expires-soon', element, message));
    }
    if (!HAS_ZONE.test(trimXmlSpace(written))) {
      const message = `validUntil is '${excerpt(written)}', without a time zone; UTC is assumed.`;
      findings.push(samlFinding('metadata-valid-until-no-zone', element, message));
    }
    if (earliest === undefined || until < earliest) earliest = until;
  }
  return { value: earliest, findings };
}

const HAS_ZONE = /(?:Z|[+-]\d\d:\d\d)$/;
// Years beyond 9999 have no zero in front, and JavaScript's own calendar ends in the year 275760.
const DATE_TIME =
  /^(\d{4}|[1-9]\d{4,5})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,20}))?(Z|[+-]\d\d:\d\d)?$/;

/**
 * Parses an xs:dateTime of a year of our era (XML Schema Part 2 §3.2.7), cut to the millisecond. Without a time zone
 * it is UTC, as SAML has all its times (SAML 2.0 Core §1.3.3).
 */
export function parseDateTime(text: string): Date | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [
    ,
    year = '',
    month = '',
    dayOfMonth = '',
    hour = '',
    minute = '',
    second = '',
    fraction = '',
    zone = 'Z',
  ] = match;
  const isMidnightAtEnd = hour === '24' && minute === '00' && second === '00' && /^0*$/.test(fraction);
  const time = `${isMidnightAtEnd ? '00' : hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const fullYear = year.length === 4 ? year : `+${year.padStart(6, '0')}`;
  const local = new Date(`${fullYear}-${month}-${dayOfMonth}T${time}`);
  // A 31st of February would roll over into March.
  if (Number.isNaN(local.getTime()) || local.getUTCDate() !== Number(dayOfMonth)) return undefined;
  const offset = offsetMinutes(zone);
  if (offset === undefined) return undefined;
  return new Date(local.getTime() + (isMidnightAtEnd ? 86_400_000 : 0) - offset * 60_000);
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
