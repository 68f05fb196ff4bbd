/** Who acts. */
export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
  /** The time on the clock of whoever answered, to the second; absent where that is the machine's own. */
  readonly answeredAt?: Date;
}

export interface Identity {
  /** @throws WorklinkError `NotSignedIn` */
  whoAmI(): Promise<CallerIdentity>;
}
