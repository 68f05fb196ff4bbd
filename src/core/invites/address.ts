import { domainToASCII } from 'node:url';

/** RFC 5321, 4.5.3.1: a local part has 64 octets at most, a path 256 with its brackets. */
const MAX_LOCAL_OCTETS = 64;
const MAX_ADDRESS_OCTETS = 254;
/** RFC 5322, 3.2.3, dot-atom: what mail addresses have in practice. Quoted local parts are left out on purpose. */
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const DOMAIN =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** An address with the domain as mail servers take it, or what is wrong with it. */
export type ReadAddress = { readonly address: string } | { readonly fault: string };

/**
 * Reads a mail address: `name@domain`. An internationalised domain becomes its ASCII form (RFC 5890).
 *
 * @param text of any length
 */
export function readAddress(text: string): ReadAddress {
  const given = text.trim();
  const at = given.lastIndexOf('@');
  if (given.length > MAX_ADDRESS_OCTETS) return { fault: 'It is longer than addresses can be.' };
  if (at < 1 || at === given.length - 1) return { fault: 'An address is written name@example.com.' };
  const local = given.slice(0, at);
  if (/[^\x20-\x7e]/.test(local)) {
    return { fault: 'Before the @ are characters that few mail servers take (RFC 6531).' };
  }
  if (local.length > MAX_LOCAL_OCTETS || !LOCAL_PART.test(local)) {
    return { fault: 'What stands before the @ is not the name of a mailbox.' };
  }
  const domain = domainToASCII(given.slice(at + 1));
  if (!DOMAIN.test(domain)) return { fault: 'What stands after the @ is not a domain name.' };
  const address = `${local}@${domain}`;
  return address.length > MAX_ADDRESS_OCTETS ? { fault: 'It is longer than addresses can be.' } : { address };
}

/** Reads a sender: an address, or `Name <address>`. */
export function readMailbox(
  text: string,
): { readonly name: string; readonly address: string } | { readonly fault: string } {
  const given = text.trim();
  if (/[\p{Cc}\u2028\u2029]/u.test(given))
    return { fault: 'It has a line end or another control character.' };
  const open = given.endsWith('>') ? given.lastIndexOf('<') : -1;
  const read = readAddress(open === -1 ? given : given.slice(open + 1, -1));
  if ('fault' in read) return read;
  const name =
    open === -1
      ? ''
      : given
          .slice(0, open)
          .trim()
          .replace(/^"(.*)"$/, '$1');
  return { name, address: read.address };
}

/** What two spellings of a mailbox are told apart by: nothing but capitals. */
export function addressKey(address: string): string {
  return address.toLowerCase();
}
