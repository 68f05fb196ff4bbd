/** A block of IPv4 addresses: its first and last, as numbers. */
export interface Block {
  readonly first: number;
  readonly last: number;
  /** How many leading bits its addresses share, 0 to 32. */
  readonly prefix: number;
}

const BITS = 32;
const CIDR = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** @returns nothing for what is no IPv4 block, such as an IPv6 one or the id of a prefix list */
export function parseBlock(text: string): Block | undefined {
  const [octets, prefix] = numbersOf(text);
  if (octets.length !== 4 || prefix > BITS || octets.some((octet) => octet > 255)) return undefined;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (BITS - prefix);
  const first = address - (address % size);
  return { first, last: first + size - 1, prefix };
}

function numbersOf(text: string): readonly [octets: readonly number[], prefix: number] {
  const parts = (CIDR.exec(text) ?? []).slice(1).map(Number);
  return [parts.slice(0, -1), parts.at(-1) ?? 0];
}

/** What no route over the internet leads to (RFC 6890, IPv4 Special-Purpose Address Registry; RFC 5771, multicast). */
export const NOT_PUBLIC: readonly Block[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
].flatMap((text) => parseBlock(text) ?? []);
