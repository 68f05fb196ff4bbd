import { type DirectoryDomain, type DomainDirectory, type DomainPage } from '../../ports/domain-directory.js';
import { DIRECTORY_PAGE_SIZE, fleetIdOf, type LocalDirectoryOptions } from './directory.js';

/**
 * Domains straight from the state file. Each page is one call of ListDomains, with all that goes with a call; DescribeDomain is
 * authorized, and then not called for each. Where somebody asked for faults it is, so that they strike.
 */
export class LocalDomainDirectory implements DomainDirectory {
  constructor(private readonly options: LocalDirectoryOptions) {}

  async page(
    fleetArn: string,
    request: { readonly NextToken?: string; readonly MaxResults?: number } = {},
  ): Promise<DomainPage> {
    const { call, store, authorizeDescribing } = this.options;
    const { Domains: listed = [], NextToken: nextToken } = await call('ListDomains', {
      FleetArn: fleetArn,
      MaxResults: DIRECTORY_PAGE_SIZE,
      ...request,
    });
    const keys = listed.map(({ DomainName: name }) => name.toLowerCase());
    const [first] = keys;
    const last = keys.at(-1);
    if (first === undefined || last === undefined) return { domains: [], nextToken };
    if (store.faults.any()) {
      const domains: DirectoryDomain[] = [];
      for (const { DomainName } of listed)
        domains.push({ ...(await call('DescribeDomain', { FleetArn: fleetArn, DomainName })), DomainName });
      return { domains, nextToken };
    }
    authorizeDescribing(fleetArn);
    const fleetId = fleetIdOf(store, fleetArn);
    const certificates = new Map(
      store.domains
        .between(fleetId, first, last)
        .map(({ name_key: key, certificate_arn: arn }) => [key, arn] as const),
    );
    const domains = listed.map((domain, index) => ({
      ...domain,
      AcmCertificateArn: certificates.get(keys[index] ?? ''),
    }));
    return { domains, nextToken };
  }
}
