import { type Distribution, type Distributions } from '../../ports/distributions.js';
import { type Connection, type ServiceConnection } from './connection.js';
import type * as sdkModule from './sdk/cloudfront.js';

/** The most a page has (CloudFront API Reference, ListDistributions). */
const PAGE_SIZE = 100;

type Sdk = typeof sdkModule;

/** CloudFront. */
export class AwsDistributions implements Distributions {
  readonly #service: ServiceConnection<{
    readonly sdk: Sdk;
    readonly client: InstanceType<Sdk['CloudFrontClient']>;
  }>;

  constructor(connection: Connection) {
    this.#service = connection.service('CloudFront', async (settings) => {
      const sdk = await import('./sdk/cloudfront.js');
      return { sdk, client: new sdk.CloudFrontClient(settings) };
    });
  }

  async carrying(domainNames: readonly string[]): Promise<ReadonlyMap<string, Distribution>> {
    const wanted = new Map<string, string[]>();
    for (const name of new Set(domainNames)) {
      const key = name.toLowerCase();
      wanted.set(key, [...(wanted.get(key) ?? []), name]);
    }
    const found = new Map<string, Distribution>();
    if (wanted.size === 0) return found;
    const pages = this.#service.pages(
      async ({ sdk, client }, Marker, options) => {
        const { DistributionList } = await client.send(
          new sdk.ListDistributionsCommand({ MaxItems: PAGE_SIZE, ...(Marker !== undefined && { Marker }) }),
          options,
        );
        return DistributionList;
      },
      (page) => page?.NextMarker,
    );
    for await (const page of pages) {
      for (const { Id, ARN, DomainName, Enabled, Aliases } of page?.Items ?? []) {
        const distribution = {
          id: Id ?? '',
          arn: ARN ?? '',
          domainName: DomainName ?? '',
          isEnabled: Enabled ?? false,
        };
        for (const alias of Aliases?.Items ?? []) {
          for (const name of wanted.get(alias.toLowerCase()) ?? []) found.set(name, distribution);
        }
      }
      if (found.size === new Set(domainNames).size) break;
    }
    return found;
  }
}
