/** A CloudFront distribution that carries a domain's name. */
export interface Distribution {
  readonly id: string;
  readonly arn: string;
  /** Its own name, below cloudfront.net. */
  readonly domainName: string;
  readonly isEnabled: boolean;
}

/** The account's CloudFront distributions: a domain that one carries cannot be associated (guide, Associate your Domains). */
export interface Distributions {
  /**
   * Which of these names a distribution has as an alternate domain name, letter by letter but for case.
   *
   * @returns the distribution for each name that one carries, by the name as it was given
   */
  carrying(domainNames: readonly string[]): Promise<ReadonlyMap<string, Distribution>>;
}
