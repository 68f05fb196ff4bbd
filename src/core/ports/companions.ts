import { type AuditStreams } from './audit-streams.js';
import { type CertificateManager } from './certificate-manager.js';
import { type Distributions } from './distributions.js';
import { type Identity } from './identity.js';
import { type NetworkCatalog } from './network-catalog.js';
import { type Roles } from './roles.js';
import { type Trail } from './trail.js';

/** The services WorkLink works with, beside WorkLink itself. */
export interface Companions {
  readonly certificates: CertificateManager;
  readonly network: NetworkCatalog;
  readonly auditStreams: AuditStreams;
  readonly trail: Trail;
  readonly roles: Roles;
  readonly identity: Identity;
  readonly distributions: Distributions;
}
