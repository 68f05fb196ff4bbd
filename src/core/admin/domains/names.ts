import { domainToASCII } from 'node:url';
import { DomainName } from '../../contract/shapes.js';
import { admits } from '../../contract/validate.js';
import { ownError } from '../../errors.js';
import { quote } from '../../text.js';

export { domainKey } from '../../model/domain-key.js';

/** What is wrong with a text as the name of a domain, and what to give in its place. */
export interface NameFault {
  readonly message: string;
  readonly hint: string;
}

/** RFC 1035 §2.3.4. */
const MAX_LABEL_LENGTH = 63;
/** Service model, DomainName. */
const MAX_NAME_LENGTH = 253;
/** A text longer than this is not taken apart to see what was meant. */
const MAX_JUDGED_LENGTH = 2048;
const SCHEME = /^[a-z][a-z0-9+.-]{0,20}:\/\//i;
const HOST_THEN_MORE = /^(?:[^/?#@]{0,253}@)?([^/?#:@\\]{1,253})(?::\d{0,5})?(?:[/?#].*)?$/s;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const FQDN_HINT = 'Give a fully qualified domain name, such as intranet.example.com.';

/**
 * Judges a text as the name of a domain to associate: a fully qualified domain name without wildcard and final dot.
 *
 * Source: service model, DomainName; RFC 1035 §2.3.4 for the length of labels, without which no certificate covers it.
 *
 * @returns nothing where it is one
 */
export function domainNameFault(given: string): NameFault | undefined {
  const shown = quote(given);
  const fault = (what: string, hint = FQDN_HINT): NameFault => ({ message: `${shown} ${what}.`, hint });
  if (given === '') return { message: 'The domain name is empty.', hint: FQDN_HINT };
  if (given.length > MAX_JUDGED_LENGTH) return fault(`is longer than ${String(MAX_NAME_LENGTH)} characters`);
  if (/[\s\p{C}]/u.test(given)) return fault('holds white space or a control character');
  if (/[:/?#@\\]/.test(given)) return addressFault(given, fault);
  if (/[^\x00-\x7f]/.test(given)) return unicodeFault(given, fault);
  if (given.startsWith('*.')) {
    return fault(
      'is a wildcard',
      'Associate each name on its own; one wildcard certificate may cover them all.',
    );
  }
  if (given.endsWith('.')) return fault('ends with a dot', `Give it without: ${given.replace(/\.+$/, '')}`);
  if (given.includes('_')) return fault('holds an underscore, which the service does not take');
  if (given.length > MAX_NAME_LENGTH) return fault(`is longer than ${String(MAX_NAME_LENGTH)} characters`);
  if (!given.includes('.')) return fault('is a single label, not a fully qualified domain name');
  if (IPV4.test(given)) return fault('is an IP address, not a domain name');
  return (
    labelsFault(given.split('.'), fault) ??
    (admits(DomainName, given) ? undefined : fault('is not a domain name'))
  );
}

/** @returns the name as given. @throws WorklinkError `InvalidInput` as {@link domainNameFault} says */
export function checkDomainName(given: string): string {
  const fault = domainNameFault(given);
  if (fault !== undefined) throw ownError('InvalidInput', fault.message, { hint: fault.hint });
  return given;
}

type MakeFault = (what: string, hint?: string) => NameFault;

/** The guide asks for "the web address of the site", so people give one. */
function addressFault(given: string, fault: MakeFault): NameFault {
  const host = hostWithin(given);
  const what = SCHEME.test(given) ? 'is a URL, not a domain name' : 'is an address, not a domain name';
  return host === undefined || domainNameFault(host) !== undefined
    ? fault(what)
    : fault(what, `Give its host: ${host}`);
}

function hostWithin(given: string): string | undefined {
  return HOST_THEN_MORE.exec(given.replace(SCHEME, ''))?.[1];
}

function unicodeFault(given: string, fault: MakeFault): NameFault {
  const what = 'holds characters other than ASCII';
  const ascii = domainToASCII(given);
  return ascii === '' || domainNameFault(ascii) !== undefined
    ? fault(what)
    : fault(what, `Give its A-labels: ${ascii}`);
}

function labelsFault(labels: readonly string[], fault: MakeFault): NameFault | undefined {
  if (labels.includes('')) return fault('has an empty label: two dots in a row, or one in front');
  const long = labels.find((label) => label.length > MAX_LABEL_LENGTH);
  if (long !== undefined) return fault(`has a label longer than ${String(MAX_LABEL_LENGTH)} characters`);
  const other = /[^A-Za-z0-9-]/.exec(labels.join(''))?.[0];
  if (other !== undefined) return fault(`holds ${quote(other)}, which no domain name holds`);
  if (labels.some((label) => label.startsWith('-') || label.endsWith('-')))
    return fault('has a label that begins or ends with a hyphen');
  if (labels.at(-1)?.includes('-') === true) {
    return fault('ends in a label with a hyphen, which the service does not take');
  }
  return undefined;
}
