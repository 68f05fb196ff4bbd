import { type DeviceDescription } from './emulated-devices.js';

/** One question that a sign-in was judged by. */
export interface SignInCheck {
  readonly id: string;
  readonly passed: boolean;
  readonly message: string;
  /** What to do where it failed; empty where it passed. */
  readonly fix: string;
}

/** Who signed in, as the identity provider says. */
export interface SignedInUser {
  readonly nameId: string;
  readonly nameIdFormat?: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Of the certificate in the metadata whose key signed: 64 lower-case hexadecimal digits. */
  readonly signedBy?: string;
}

/** What came of a sign-in. A refused one says nothing about anybody. */
export type SignInOutcome =
  | ({
      readonly verdict: 'accepted';
      readonly checks: readonly SignInCheck[];
      /** The device that is signed in; absent where the sign-in was a trial. */
      readonly deviceId?: string;
    } & SignedInUser)
  | { readonly verdict: 'refused'; readonly checks: readonly SignInCheck[] };

/** How a browser gets to the identity provider. */
export type WayToIdentityProvider =
  | { readonly binding: 'redirect'; readonly entityId: string; readonly url: string }
  | {
      readonly binding: 'post';
      readonly entityId: string;
      readonly url: string;
      readonly fields: Readonly<Record<string, string>>;
    };

/** What a device was given to sign, and what it made of that with its certificate's private key. */
export interface SignedChallenge {
  readonly challenge: Uint8Array;
  readonly signature: Uint8Array;
}

/** What a person enters in the app, and what the app knows of the phone. */
export interface SignInRequest {
  readonly companyCode: string;
  readonly description: DeviceDescription;
  readonly deviceId?: string;
  /** The device's certificate with its intermediates, PEM. */
  readonly certificate?: string;
  /** That the device has its private key; not looked at where absent. */
  readonly proof?: SignedChallenge;
}

/** What came back over the browser. */
export interface SignInAnswer {
  /** As the ACS URL has it. */
  readonly companyCode: string;
  readonly samlResponse: string;
  readonly relayState: string | undefined;
}

/** A sign-in that is only tried: it enrols nothing. */
export interface SignInTrial {
  /** Where a browser begins it. */
  readonly url: string;
  /** What it is asked about by. A secret: whoever knows it can answer in the browser's place. */
  readonly id: string;
}

/** Sign-ins with a fleet's own identity provider, in a browser. */
export interface SignIns {
  /**
   * Begins the sign-in of a device.
   *
   * @returns the way to go, or that the fleet's device policy asks for a certificate first
   * @throws WorklinkError `NotFound` for a company code that no fleet has; `WrongState` where nobody can sign in to the fleet;
   *   `NotAllowed` where the certificate does not meet the policy; `InvalidInput` where it is none
   */
  begin(request: SignInRequest): Promise<WayToIdentityProvider | 'certificate-wanted'>;
  /** The way to go in a trial; nothing for one that is not there, or is over. */
  resume(trial: string): Promise<WayToIdentityProvider | undefined>;
  /** Judges what came back, and signs the device in. Each answer counts once. */
  answer(answer: SignInAnswer): Promise<SignInOutcome>;
  /** Begins a trial. @throws WorklinkError `NotFound`; `WrongState` where nobody can sign in to the fleet */
  beginTrial(fleetArn: string, validMs: number): SignInTrial;
  /** What came of a trial, once it is answered. */
  outcomeOf(trial: string): SignInOutcome | undefined;
  endTrial(trial: string): void;
}
