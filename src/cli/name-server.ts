import { isIP } from 'node:net';
import { ownError } from '../core/errors.js';
import { quote } from '../core/text.js';

const DNS_PORT = 53;
const LARGEST_PORT = 65_535;
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

/** Reads a name server written `HOST[:PORT]`; an IPv6 address with a port stands in brackets. @throws WorklinkError `Usage` */
export function parseNameServer(text: string): { readonly host: string; readonly port: number } {
  const bracketed = /^\[([^\]]{2,45})\](?::(\d{1,5}))?$/.exec(text);
  const plain = /^([^:[\]]{1,253})(?::(\d{1,5}))?$/.exec(text);
  const [, host = text, port = String(DNS_PORT)] = bracketed ?? plain ?? [];
  const isHost = isIP(host) !== 0 || (bracketed === null && HOST.test(host));
  if (!isHost || Number(port) < 1 || Number(port) > LARGEST_PORT) {
    throw ownError('Usage', `--resolver ${quote(text)} is not a name server.`, {
      hint: 'Give its address, such as 10.0.0.2, 10.0.0.2:5353 or [fd00::2]:53.',
    });
  }
  return { host, port: Number(port) };
}
