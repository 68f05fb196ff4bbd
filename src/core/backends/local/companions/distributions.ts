import { createHash } from 'node:crypto';
import { type Distribution, type Distributions } from '../../../ports/distributions.js';
import { type Store } from '../store/store.js';

/** How many characters follow the first one of a distribution's id and of its own name. */
const ID_LENGTH = 13;

/** The CloudFront distributions whose names the account knows. */
export class LocalDistributions implements Distributions {
  constructor(
    private readonly store: Pick<Store, 'companions'>,
    private readonly accountId: string,
  ) {}

  carrying(domainNames: readonly string[]): Promise<ReadonlyMap<string, Distribution>> {
    const carried = domainNames.filter((name) => this.store.companions.hasDistribution(name));
    return Promise.resolve(new Map(carried.map((name) => [name, this.#distribution(name.toLowerCase())])));
  }

  /** The account knows of a distribution nothing but a name it carries: the rest is made of that, always the same. */
  #distribution(alias: string): Distribution {
    const digits = BigInt(`0x${createHash('sha256').update(alias).digest('hex')}`).toString(36);
    const id = `E${digits.slice(0, ID_LENGTH).toUpperCase()}`;
    return {
      id,
      arn: `arn:aws:cloudfront::${this.accountId}:distribution/${id}`,
      domainName: `d${digits.slice(-ID_LENGTH)}.cloudfront.net`,
      isEnabled: true,
    };
  }
}
