import { type OperationName } from '../contract/contract.js';
import { type ServiceErrorName } from '../contract/errors.js';
import { type AccountDocument } from '../model/account-file/account-document.js';
import { type Network } from '../model/network.js';
import {
  type CertificateDetail,
  type CertificateText,
  type ValidatingCertificateManager,
} from './certificate-manager.js';

import { type EmulatedDevices } from './emulated-devices.js';
import { type SignIns } from './sign-ins.js';

/** A disturbance of the service that somebody asked for. */
export interface Fault {
  readonly id: string;
  /** The operation it disturbs; every operation where absent. */
  readonly operation?: OperationName;
  /** The exception it answers with. */
  readonly error?: ServiceErrorName;
  /** The delay it adds before the call is looked at, in milliseconds. */
  readonly latencyMs?: number;
  /** How many more calls it disturbs; without end where absent. */
  readonly remaining?: number;
  /** The share of calls it disturbs, above 0 and at most 1; every call where absent. */
  readonly rate?: number;
}

export interface EmulatorClock {
  /** The emulator's time. */
  readonly now: Date;
  /** How far it is ahead of the machine's, in milliseconds. */
  readonly offsetMs: number;
}

export interface EmulatorCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Somebody who may call the emulated service: an IAM user with an access key. */
export interface EmulatorPrincipal {
  readonly name: string;
  readonly arn: string;
  readonly principalId: string;
  readonly accessKeyId: string;
  /** Names or ARNs of managed policies, and policy documents. */
  readonly policies: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly createdTime: Date;
}

export interface NewEmulatorPrincipal {
  readonly name: string;
  /** Names or ARNs of managed policies, and policy documents, parsed or as JSON text. */
  readonly policies: readonly unknown[];
}

/** How an account file is to be seeded. */
export interface SeedOptions {
  /** The Region of whatever the file gives none. */
  readonly region: string;
  /** Whether everything in the account is deleted first. Otherwise what is there already is in the way. */
  readonly replace?: boolean;
  /** Whether it is only tried: all checks, and nothing changed. */
  readonly dryRun?: boolean;
}

/** How many of what an account file holds. */
export interface SeedCounts {
  readonly principals: number;
  readonly roles: number;
  readonly vpcs: number;
  readonly subnets: number;
  readonly securityGroups: number;
  readonly streams: number;
  readonly distributionAliases: number;
  readonly certificates: number;
  readonly fleets: number;
  readonly domains: number;
  readonly websiteCertificateAuthorities: number;
  readonly authorizationProviders: number;
  readonly devices: number;
  readonly faults: number;
}

/** What only a local service can do: travel in time, fail on demand, begin anew. */
export interface Emulator {
  /** The state file. */
  readonly file: string;
  readonly accountId: string;
  readonly certificates: ValidatingCertificateManager;
  /** Sign-ins in a browser. */
  signIns(): Promise<SignIns>;
  readonly devices: EmulatedDevices;
  /**
   * Takes over a certificate of another certificate manager as it is now, so that domains can be associated with it.
   *
   * @param text what it is, where it is issued
   */
  adoptCertificate(certificate: CertificateDetail, text: CertificateText | undefined): void;
  /**
   * Takes over a network of another catalog as it is now, so that fleets can be linked with it.
   *
   * @param region where it is
   */
  adoptNetwork(network: Network, region: string): void;
  clock(): EmulatorClock;
  advanceClock(milliseconds: number): EmulatorClock;
  setClock(to: Date): EmulatorClock;
  /** Puts the clock back on the machine's. */
  resetClock(): EmulatorClock;
  addFault(fault: Omit<Fault, 'id'>): Fault;
  listFaults(): readonly Fault[];
  /** @returns how many were cleared. @throws WorklinkError `NotFound` for an unknown id */
  clearFaults(id?: string): number;
  /** Deletes everything in the account but its id and its administrator's credentials: it is as a new one is then. */
  reset(): void;
  /**
   * The whole account as one document.
   *
   * @param options whether secret access keys and the certificate authority's private key are part of it
   */
  exportAccount(options?: { readonly includeSecrets?: boolean }): Promise<AccountDocument>;
  /**
   * Seeds an account file, all of it or nothing.
   *
   * @param source the file's text, or the document
   * @throws WorklinkError `InvalidInput` naming every fault; `AlreadyExists` naming what is in the way
   */
  seed(source: string | AccountDocument, options: SeedOptions): Promise<SeedCounts>;
  /** The keys of the account's administrator. */
  credentials(): EmulatorCredentials;
  /**
   * Checks what adding a principal would, and changes nothing.
   *
   * @throws WorklinkError `InvalidInput` for a name or a policy that is none; `AlreadyExists`
   */
  checkPrincipal(principal: NewEmulatorPrincipal): void;
  /** Adds a principal. Its secret is told here and never again. @throws WorklinkError as {@link checkPrincipal} says */
  addPrincipal(principal: NewEmulatorPrincipal): EmulatorPrincipal & EmulatorCredentials;
  /** The administrator first, then in the order in which they were added. */
  listPrincipals(): readonly EmulatorPrincipal[];
  /** @throws WorklinkError `NotFound`; `WrongState` for the administrator */
  checkPrincipalRemoval(name: string): void;
  /** @returns the principal as it was. @throws WorklinkError as {@link checkPrincipalRemoval} says */
  removePrincipal(name: string): EmulatorPrincipal;
  /** Where the emulator's pages are to be reached from a browser: the service provider's ACS is below it. */
  setPublicUrl(url: string): void;
}
