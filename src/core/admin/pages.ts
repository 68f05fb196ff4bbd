import { ownError } from '../errors.js';

/** How a list is asked for. */
export interface ListOptions {
  /** The most items wanted; all where absent. */
  readonly maxItems?: number | undefined;
  /** How many to ask the service for at a time; as many as it likes where absent. */
  readonly pageSize?: number | undefined;
  /** Where an earlier list ended. */
  readonly startingToken?: string | undefined;
}

export interface PageRequest {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** The items of a paged list, fetched as they are read. */
export class Pages<T> implements AsyncIterable<T> {
  #nextToken: string | undefined;

  /** @param fetch calls the service for one page */
  constructor(
    private readonly fetch: (request: PageRequest) => Promise<Page<T>>,
    private readonly options: ListOptions = {},
  ) {
    this.#nextToken = options.startingToken;
  }

  /** Where to go on, once the items have been read and there are more than were wanted. */
  get nextToken(): string | undefined {
    return this.#nextToken;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    const {
      maxItems = Number.POSITIVE_INFINITY,
      pageSize = Number.POSITIVE_INFINITY,
      startingToken,
    } = this.options;
    const seen = new Set<string>();
    let left = maxItems;
    let token = startingToken;
    do {
      // The last page is asked for no longer than what is left, so that the service's own token says where to go on.
      const size = Math.min(left, pageSize);
      const { items, nextToken } = await this.fetch({
        ...(token === undefined ? {} : { NextToken: token }),
        ...(Number.isFinite(size) ? { MaxResults: size } : {}),
      });
      this.#nextToken = nextToken;
      yield* items.slice(0, left);
      left -= Math.min(items.length, left);
      if (nextToken !== undefined && seen.has(nextToken)) {
        throw ownError('Unreachable', 'The service answers the same page of the list again and again.', {
          hint: 'Its endpoint is at fault, not the list.',
        });
      }
      if (nextToken !== undefined) seen.add(nextToken);
      token = nextToken;
    } while (token !== undefined && left > 0);
  }
}
