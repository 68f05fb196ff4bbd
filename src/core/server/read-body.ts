import { type Readable } from 'node:stream';
import { bodyTooLarge } from './http-refusal.js';

/** How much of a body that is refused is still taken in, so that its sender gets to read why. */
const LINGERING_BYTES = 16 * 1024 * 1024;

/**
 * Takes in a request's body.
 *
 * @param request the stream of the body; its transfer coding is node's business
 * @param limitBytes the longest body taken
 * @throws HttpRefusal 413 for a longer one; what the stream fails with where the client goes away
 */
export async function readBody(request: Readable, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunksOf(request)) {
    length += chunk.length;
    if (length <= limitBytes) chunks.push(chunk);
    else chunks.length = 0;
    // A socket closed with bytes unread takes the answer with it: what is refused is heard out, within reason.
    if (length > limitBytes + LINGERING_BYTES) break;
  }
  if (length > limitBytes) throw bodyTooLarge(limitBytes);
  return Buffer.concat(chunks, length);
}

/** Hears out, within reason, the body of a request whose refusal is already certain. */
export async function discardBody(request: Readable): Promise<void> {
  let length = 0;
  for await (const chunk of chunksOf(request)) {
    length += chunk.length;
    if (length > LINGERING_BYTES) break;
  }
}

/** Leaving the loop early must leave the connection alone: an answer is still to go out on it. */
function chunksOf(request: Readable): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>; // no encoding is set: bytes
}
