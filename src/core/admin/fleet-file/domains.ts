import { type Backend } from '../../ports/backend.js';
import { type Clock } from '../../ports/clock.js';
import { type DirectoryDomain } from '../../ports/domain-directory.js';
import { callEach } from '../call-each.js';
import { type Page, type PageRequest, Pages } from '../pages.js';

/** What reading many domains may take a while for. */
export interface ReadingDomains {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Told how many domains have been read. */
  readonly onProgress?: ((count: number) => void) | undefined;
}

/**
 * A fleet's domains with their certificates, in one pass over the list. Where the service tells no more than the list has,
 * each of a page is asked for, several at a time.
 *
 * @param arn of the fleet
 * @throws ServiceError as ListDomains and DescribeDomain do
 */
export async function wholeDomains(
  backend: Backend,
  arn: string,
  reading: ReadingDomains,
): Promise<readonly DirectoryDomain[]> {
  const all: DirectoryDomain[] = [];
  const pages = new Pages(async (request) => {
    reading.signal?.throwIfAborted();
    return pageOf(backend, arn, request, {
      ...reading,
      onProgress: (count) => reading.onProgress?.(all.length + count),
    });
  });
  for await (const domain of pages) all.push(domain);
  return all;
}

async function pageOf(
  { workLink, domainDirectory }: Backend,
  arn: string,
  request: PageRequest,
  { clock, signal, onProgress }: ReadingDomains,
): Promise<Page<DirectoryDomain>> {
  if (domainDirectory !== undefined) {
    const { domains, nextToken } = await domainDirectory.page(arn, request);
    onProgress?.(domains.length);
    return { items: domains, nextToken };
  }
  const { Domains: listed = [], NextToken: nextToken } = await workLink.call('ListDomains', {
    FleetArn: arn,
    ...request,
  });
  const inputs = listed.map(({ DomainName }) => ({ FleetArn: arn, DomainName }));
  const described = await callEach(workLink, 'DescribeDomain', inputs, {
    clock,
    ...(signal !== undefined && { signal }),
    onProgress: ({ done }) => onProgress?.(done),
  });
  const items = listed.flatMap((summary, index) => {
    const found = described[index];
    // Gone since the list was made.
    return found === undefined ? [] : [{ ...summary, ...found, DomainName: summary.DomainName }];
  });
  return { items, nextToken };
}
