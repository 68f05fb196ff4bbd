/** Who acts. */
export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
}

export interface Identity {
  /** @throws WorklinkError `NotSignedIn` */
  whoAmI(): Promise<CallerIdentity>;
}
