import { type OperationOutput } from '../contract/contract.js';

/** All that the service says of a domain: what ListDomains has, and the certificate that DescribeDomain adds. */
export type DirectoryDomain = { readonly DomainName: string } & OperationOutput<'DescribeDomain'>;

export interface DomainPage {
  readonly domains: readonly DirectoryDomain[];
  readonly nextToken: string | undefined;
}

/**
 * Whole domains at a time, for a service that can tell them so: ListDomains lacks their certificates, and asking for each is
 * slow where there are many. What it answers is what ListDomains and DescribeDomain would.
 */
export interface DomainDirectory {
  /** One page of a fleet's domains. @throws ServiceError as ListDomains and DescribeDomain do */
  page(
    fleetArn: string,
    request: { readonly NextToken?: string; readonly MaxResults?: number },
  ): Promise<DomainPage>;
}
