import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';

/** What a test's name server says of a name: its addresses (none is NODATA), an error, or nothing at all. */
export type Zone = Readonly<Record<string, readonly string[] | 'SERVFAIL' | 'REFUSED' | 'silence'>>;

const RCODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
const TYPES = { 1: 4, 28: 6 } as const;
const HEADER_LENGTH = 12;

/** A name server (RFC 1035 over UDP) on a port of its own, gone once `body` is done. A name it does not know does not exist. */
export async function withNameServer<T>(zone: Zone, body: (address: string) => Promise<T>): Promise<T> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { address, port }) => {
    const answer = answerTo(query, zone);
    if (answer !== undefined) socket.send(answer, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  try {
    return await body(`127.0.0.1:${String(socket.address().port)}`);
  } finally {
    socket.close();
  }
}

function answerTo(query: Buffer, zone: Zone): Buffer | undefined {
  const labels: string[] = [];
  let at = HEADER_LENGTH;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1);
  const question = query.subarray(HEADER_LENGTH, at + 5);
  const entry = zone[labels.join('.').toLowerCase()];
  if (entry === 'silence') return undefined;
  const known = Array.isArray(entry);
  const family = type === 1 || type === 28 ? TYPES[type] : undefined;
  const addresses = known ? entry.filter((address: string) => isIP(address) === family) : [];
  const rcode = known ? 'NOERROR' : ((entry as 'SERVFAIL' | 'REFUSED' | undefined) ?? 'NXDOMAIN');
  const header = Buffer.alloc(HEADER_LENGTH);
  header.writeUInt16BE(query.readUInt16BE(0), 0);
  header.writeUInt16BE(0x8180 | RCODES[rcode], 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  return Buffer.concat([
    header,
    question,
    ...addresses.map((address: string) => record(type, bytesOf(address))),
  ]);
}

function record(type: number, data: Buffer): Buffer {
  const fields = Buffer.alloc(12);
  fields.writeUInt16BE(0xc00c, 0); // the name, as in the question
  fields.writeUInt16BE(type, 2);
  fields.writeUInt16BE(1, 4);
  fields.writeUInt32BE(0, 6);
  fields.writeUInt16BE(data.length, 10);
  return Buffer.concat([fields, data]);
}

function bytesOf(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const [front, back] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  return Buffer.from([...front, ...zeros, ...back].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
