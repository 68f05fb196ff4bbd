import { type CallBatch } from './call-batch.js';
import { type CertificateManager } from './certificate-manager.js';
import { type Companions } from './companions.js';
import { type DeviceDirectory } from './device-directory.js';
import { type DomainDirectory } from './domain-directory.js';
import { type Emulator } from './emulator.js';
import { type StateFile } from './state-file.js';
import { type WorkLink } from './work-link.js';

/**
 * Everything an administrator's action can reach, for one account, Region and caller.
 * The presence of a companion is the capability.
 */
export interface Backend extends Partial<Companions> {
  readonly name: 'local' | 'aws';
  /** The fleets' home Region. */
  readonly region: string;
  readonly workLink: WorkLink;
  /** Present where many calls can be made together. */
  readonly batch?: CallBatch;
  readonly certificates: CertificateManager;
  /** Present where the service can tell whole devices at a time. */
  readonly deviceDirectory?: DeviceDirectory;
  /** Present where the service can tell whole domains at a time. */
  readonly domainDirectory?: DomainDirectory;
  /** Present where something of the account is kept in a file. */
  readonly stateFile?: StateFile;
  /** Present where the service is emulated. Its presence is the capability. */
  readonly emulator?: Emulator;
  close(): void;
}
