/** Somebody who may call the service: an IAM user of the emulated account. */
export interface Principal {
  readonly name: string;
  readonly arn: string;
  readonly principalId: string;
  readonly accountId: string;
  readonly accessKeyId?: string;
}

/** Who calls, from where, and to which Region. */
export interface Caller {
  readonly principal: Principal;
  readonly region: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** Whether the call came over TLS; where absent it did not. */
  readonly secureTransport?: boolean;
  /** The call's id where the transport has given it one. */
  readonly requestId?: string;
}
