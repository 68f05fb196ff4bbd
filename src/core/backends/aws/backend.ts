import { type Backend } from '../../ports/backend.js';
import { type ReadableCertificateManager } from '../../ports/certificate-manager.js';
import { type Companions } from '../../ports/companions.js';
import { AwsAuditStreams } from './audit-streams.js';
import { AwsCertificateManager } from './certificates.js';
import { Connection, type ConnectionOptions } from './connection.js';
import { AwsDistributions } from './distributions.js';
import { AwsIdentity } from './identity.js';
import { AwsNetworkCatalog } from './network.js';
import { AwsRoles } from './roles.js';
import { AwsTrail } from './trail.js';
import { AwsWorkLink } from './work-link.js';

export { type ConnectionOptions } from './connection.js';

/** The services beside WorkLink, with certificates that can be read, and the way to close them. */
export interface AwsCompanions extends Companions {
  readonly certificates: ReadableCertificateManager;
  close(): void;
}

/** WorkLink at an endpoint, and the account's other services. Nothing is loaded or asked before the first call. */
export function openAwsBackend(options: ConnectionOptions): Backend & AwsCompanions {
  const connection = new Connection(options);
  return {
    name: 'aws',
    region: options.region,
    workLink: new AwsWorkLink(connection),
    ...companionsOn(connection),
  };
}

/** The account's services beside WorkLink, for a backend whose WorkLink is another one. */
export function openAwsCompanions(options: ConnectionOptions): AwsCompanions {
  return companionsOn(new Connection(options));
}

function companionsOn(connection: Connection): AwsCompanions {
  return {
    certificates: new AwsCertificateManager(connection),
    network: new AwsNetworkCatalog(connection),
    auditStreams: new AwsAuditStreams(connection),
    trail: new AwsTrail(connection),
    roles: new AwsRoles(connection),
    identity: new AwsIdentity(connection),
    distributions: new AwsDistributions(connection),
    close: () => {
      connection.close();
    },
  };
}
