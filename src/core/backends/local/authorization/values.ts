import { BlockList, isIP } from 'node:net';

const MILLISECONDS_PER_SECOND = 1000;
const MILLISECONDS_PER_MINUTE = 60_000;
const MAX_DIGITS = 64;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const EPOCH_SECONDS = /^-?\d{1,13}(?:\.\d{1,9})?$/;
const YEAR_ALONE = /^\d{4}$/;
const W3C_DATE =
  /^(?<year>\d{4})(?:-(?<month>\d\d)(?:-(?<day>\d\d)(?:[Tt](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?)?(?<zone>[Zz]|[+-]\d\d:?\d\d))?)?)?$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const PREFIX_LENGTH = /^\d{1,3}$/;
const BITS_OF_FAMILY = { ipv4: 32, ipv6: 128 } as const;

/** @returns the number a text writes in decimal notation, or nothing */
export function parseNumber(text: string): number | undefined {
  return text.length <= MAX_DIGITS && NUMBER.test(text) ? Number(text) : undefined;
}

/** @returns minutes east of UTC, or nothing where there is no such offset */
function zoneMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function parseW3cDate(text: string): number | undefined {
  const groups = W3C_DATE.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const part = (name: string, otherwise: number): number => Number(groups[name] ?? otherwise);
  const [month, day] = [part('month', 1), part('day', 1)];
  const [hour, minute, second] = [part('hour', 0), part('minute', 0), part('second', 0)];
  const offset = zoneMinutes(groups['zone'] ?? 'Z');
  if (offset === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  // Not Date.UTC, which takes the years 0 to 99 for those of the twentieth century.
  const date = new Date(0);
  date.setUTCFullYear(part('year', 0), month - 1, day);
  // A day the month does not have comes out as one of the next month.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second);
  const fraction = Number(`0.${groups['fraction'] ?? '0'}`) * MILLISECONDS_PER_SECOND;
  return date.getTime() + fraction - offset * MILLISECONDS_PER_MINUTE;
}

/**
 * A moment as IAM's date operators read it: a W3C date of ISO 8601, or seconds since 1970. Four digits are a year.
 *
 * @returns milliseconds since 1970, or nothing where the text is no date
 */
export function parseDate(text: string): number | undefined {
  if (EPOCH_SECONDS.test(text) && !YEAR_ALONE.test(text)) return Number(text) * MILLISECONDS_PER_SECOND;
  return parseW3cDate(text);
}

/** @returns `true` or `false` as written in any case, or nothing */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

/** @returns the bytes a text writes in base64 with padding, or nothing */
export function parseBase64(text: string): Buffer | undefined {
  return BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

function family(address: string): 'ipv4' | 'ipv6' | undefined {
  // A zone names an interface of one machine and means nothing in a policy.
  if (address.includes('%')) return undefined;
  const version = isIP(address);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined;
}

/**
 * A range of addresses in CIDR notation; an address alone is a range of one.
 *
 * @returns whether an address is in the range, or nothing where the text is no range
 */
export function parseAddressRange(text: string): ((address: string) => boolean) | undefined {
  const slash = text.indexOf('/');
  const network = slash === -1 ? text : text.slice(0, slash);
  const kind = family(network);
  if (kind === undefined) return undefined;
  const prefix = slash === -1 ? String(BITS_OF_FAMILY[kind]) : text.slice(slash + 1);
  if (!PREFIX_LENGTH.test(prefix) || Number(prefix) > BITS_OF_FAMILY[kind]) return undefined;
  const range = new BlockList();
  range.addSubnet(network, Number(prefix), kind);
  // BlockList finds IPv4 addresses in IPv6 ranges that hold their mapped form, and ::/0 holds all.
  return (address) => family(address) === kind && range.check(address, kind);
}
