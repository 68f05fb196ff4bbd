/** What a device says of itself. */
export interface DeviceDescription {
  readonly model?: string;
  readonly manufacturer?: string;
  readonly operatingSystem?: string;
  readonly operatingSystemVersion?: string;
  readonly patchLevel?: string;
}

/** A phone with the app, as the emulator knows it. */
export interface EmulatedDevice extends DeviceDescription {
  readonly deviceId: string;
  readonly fleetArn: string;
  readonly username: string;
  readonly status: 'ACTIVE' | 'SIGNED_OUT';
  /** When a sign-out that an administrator asked for takes effect. */
  readonly signOutDueTime?: Date;
  readonly firstAccessedTime: Date;
  readonly lastAccessedTime: Date;
}

/** What a person enters in the app, and what the app knows of the phone. */
export interface DeviceSignIn {
  readonly companyCode: string;
  readonly username: string;
  readonly description: DeviceDescription;
  /** The device, where it signed in before; a new one where absent. */
  readonly deviceId?: string;
  /** The device's certificate, PEM or DER, with its intermediates. */
  readonly certificate?: Uint8Array;
  /** Its private key, PEM or DER: the device then proves that it has it. */
  readonly certificateKey?: Uint8Array;
  /** Whether it is only tried: all checks, and nothing changed. */
  readonly dryRun?: boolean;
}

export interface VisitRequest {
  readonly fleetArn: string;
  readonly deviceId: string;
  readonly url: string;
  readonly certificate?: Uint8Array;
  /** Its private key, as in {@link DeviceSignIn}. */
  readonly certificateKey?: Uint8Array;
  readonly dryRun?: boolean;
}

/** Why a page is not shown. */
export interface Refusal {
  readonly code:
    | 'FLEET_NOT_ACTIVE'
    | 'DEVICE_SIGNED_OUT'
    | 'DEVICE_POLICY_NOT_MET'
    | 'DOMAIN_NOT_ASSOCIATED'
    | 'DOMAIN_NOT_ACTIVE'
    | 'DOMAIN_REVOKED'
    | 'NAME_NOT_RESOLVED';
  /** What the user sees. */
  readonly message: string;
  /** What an administrator can do about it. */
  readonly hint: string;
}

/** What came of a visit. */
export interface Visit {
  readonly time: Date;
  readonly device: EmulatedDevice;
  /** As it may be recorded: without credentials, query and fragment. */
  readonly url: string;
  readonly domainName: string;
  /** Absent where the page is shown. */
  readonly refusal?: Refusal;
  /** The stream that is told of it. */
  readonly auditStreamArn?: string;
}

export interface GenerateDevices {
  readonly fleetArn: string;
  readonly count: number;
  /** The same seed makes the same devices. */
  readonly seed: string;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** How many devices were generated: those of the same seed that were there stay as they are. */
export interface GeneratedDevices {
  readonly added: number;
  readonly alreadyThere: number;
}

/** The phones of a fleet's users. */
export interface EmulatedDevices {
  /**
   * Signs a user in, whoever that says to be: no identity provider is asked.
   *
   * @throws WorklinkError `NotFound` for a company code that no fleet has; `WrongState` for a fleet that is not ACTIVE, or without identity
   *   provider; `NotAllowed` where the fleet's device policy is not met; `AlreadyExists` for another user's device
   */
  signIn(signIn: DeviceSignIn): Promise<EmulatedDevice>;
  /**
   * Opens a page. Who records the visit is the caller's business: the stream may be elsewhere.
   *
   * @throws WorklinkError `InvalidInput` for what is no web address; `NotFound` for a device that is not there
   */
  visit(visit: VisitRequest): Promise<Visit>;
  /** Signs a device out, as its user does in the app: at once. @throws WorklinkError `NotFound` */
  signOut(fleetArn: string, deviceId: string, dryRun?: boolean): EmulatedDevice;
  /** A fleet's devices, by id. */
  list(fleetArn: string): Iterable<EmulatedDevice>;
  /** Fills a fleet with believable users and devices. */
  generate(options: GenerateDevices): Promise<GeneratedDevices>;
}
