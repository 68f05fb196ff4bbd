import { createHmac, timingSafeEqual } from 'node:crypto';

import { invalidRequest } from '../../contract/errors.js';

/** How many items a page holds where the caller does not say (not known of the service: our design). */
const DEFAULT_PAGE_SIZE = 100;
/** How many items a page holds at most, however many were asked for. */
const MAX_PAGE_SIZE = 1_000;
const MAC_BYTES = 16;

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

export interface PageRequest {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

/**
 * Pages through lists by the key of the last item seen, never by a count of items: whatever comes and goes
 * meanwhile, an item that stays is seen exactly once. Tokens carry a message authentication code, and what list
 * they are of.
 */
export class Paginator {
  constructor(private readonly key: Uint8Array) {}

  /**
   * One page of a list.
   *
   * @param list what is listed: an operation, and what of
   * @param request the caller's NextToken and MaxResults
   * @param read reads at most `limit` items after a key, in the keys' order; from the beginning where there is none
   * @param keyOf an item's key
   * @throws ServiceError InvalidRequestException for a token that was not given out for this list
   */
  page<Item>(
    list: readonly string[],
    request: PageRequest,
    read: (after: string | undefined, limit: number) => readonly Item[],
    keyOf: (item: Item) => string | number,
  ): Page<Item> {
    const limit = Math.min(request.MaxResults ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
    const after = request.NextToken === undefined ? undefined : this.#open(request.NextToken, list);
    // One item more than asked for tells whether there is a next page.
    const found = read(after, limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return found.length > limit && last !== undefined
      ? { items, nextToken: this.#seal(list, String(keyOf(last))) }
      : { items };
  }

  #seal(list: readonly string[], key: string): string {
    const payload = Buffer.from(key);
    return Buffer.concat([this.#mac(list, payload), payload]).toString('base64url');
  }

  #open(token: string, list: readonly string[]): string {
    const bytes = Buffer.from(token, 'base64url');
    const mac = bytes.subarray(0, MAC_BYTES);
    const payload = bytes.subarray(MAC_BYTES);
    const isOurs =
      mac.length === MAC_BYTES &&
      bytes.toString('base64url') === token && // the decoder skips what is not base64url
      timingSafeEqual(mac, this.#mac(list, payload));
    if (!isOurs) throw invalidRequest('NextToken is not one that this operation returned for this list.');
    return payload.toString();
  }

  #mac(list: readonly string[], payload: Uint8Array): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify(list))
      .update('\n')
      .update(payload)
      .digest()
      .subarray(0, MAC_BYTES);
  }
}
