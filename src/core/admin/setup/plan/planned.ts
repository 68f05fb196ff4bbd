import { type CertificateFiles } from '../../certificates/certificates-import.js';
import { type GivenCertificate } from '../../certificates/given-certificates.js';
import { type MetadataDocument } from '../../identity-provider/metadata.js';
import { type WaitOptions } from '../../wait.js';
import { type Finding } from '../../../findings.js';
import {
  type CertificateFilesAnswer,
  type IdentityProviderAnswer,
  type SetupStepId,
} from '../../../model/setup-file/setup-answers.js';
import { type Backend } from '../../../ports/backend.js';
import { type Clock } from '../../../ports/clock.js';

/** A call that a planned change would make. What only an earlier change brings forth stands in angle brackets. */
export interface PlannedCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One change that a set-up makes. */
export interface PlannedChange {
  readonly step: SetupStepId;
  /** What is to be done, as a sentence without its end: "Create fleet 'sales'". */
  readonly words: string;
  readonly calls: readonly PlannedCall[];
  /** The command that does the same. */
  readonly command: readonly string[];
  /** The domain it associates, where it does, which is ACTIVE a while later. */
  readonly domainName?: string;
  /** Does it. @returns what waits for somebody from then on, as sentences */
  readonly apply: (run: SetupRun) => Promise<readonly string[]>;
}

/** What one step comes to. */
export interface StepPlan {
  readonly changes: readonly PlannedChange[];
  /** What is to be said of the answers, such as what is there already. */
  readonly notes: readonly string[];
  readonly findings: readonly Finding[];
  /** What somebody else has to do, whatever is done here, as sentences. */
  readonly waits: readonly string[];
}

export function stepPlan(plan: Partial<StepPlan>): StepPlan {
  return { changes: [], notes: [], findings: [], waits: [], ...plan };
}

/** What a set-up has brought forth so far, which what follows needs. */
export interface SetupRun {
  readonly backend: Backend;
  readonly wait: WaitOptions;
  fleetArn: string;
  /** Certificates that were imported, by the file of each. */
  readonly imported: Map<string, string>;
}

/** Reads what answers name. Each is read once, and a passphrase asked for once. */
export interface Materials {
  metadata(answer: IdentityProviderAnswer): MetadataDocument;
  certificateFiles(answer: CertificateFilesAnswer): Promise<CertificateFiles>;
  certificates(paths: readonly string[]): Promise<readonly GivenCertificate[]>;
}

/** What plans are made from. */
export interface PlanGround {
  /** As it will be once the fleet is made. */
  readonly backend: Backend;
  readonly fleetArn: string;
  readonly fleetName: string;
  /** Whether the fleet is yet to be made. */
  readonly isNew: boolean;
  readonly materials: Materials;
  readonly now: Date;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A value as a flag of a command takes it: not for a file, nor for another flag. */
export function flag(name: string, value: string): readonly string[] {
  const text = value.startsWith('@') ? `@${value}` : value;
  return text.startsWith('-') ? [`--${name}=${text}`] : [`--${name}`, text];
}
