import { lookAtNetwork } from '../../core/admin/network/discover.js';
import {
  type AwsCompanions,
  type ConnectionOptions,
  openAwsBackend,
  openAwsCompanions,
} from '../../core/backends/aws/backend.js';
import { configuredRegion } from '../../core/backends/aws/settings.js';
import { type OperationInput, type OperationName } from '../../core/contract/contract.js';
import { parseCertificateArn } from '../../core/model/arns.js';
import { type Backend } from '../../core/ports/backend.js';
import { type Emulator } from '../../core/ports/emulator.js';
import { type WorkLink } from '../../core/ports/work-link.js';
import { type Host } from '../host.js';

/** Where the certificates of domains must be (guide, Prepare TLS Certificates). */
const CERTIFICATE_REGION = 'us-east-1';

/** Which account at AWS, and where WorkLink is. */
export interface AwsSettings {
  readonly profile?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

export interface AwsSurroundings {
  readonly host: Host;
  readonly userAgent: string;
}

/** WorkLink at an endpoint, and the account's other services. */
export function onAws(settings: AwsSettings, region: string, surroundings: AwsSurroundings): Backend {
  return openAwsBackend(connectionOptions(settings, region, surroundings));
}

/** The Region that the profile names. */
export function regionOfProfile({ profile }: AwsSettings): Promise<string | undefined> {
  return configuredRegion(profile);
}

/** WorkLink at an endpoint, and the emulated account's other services. */
export function withAwsWorkLink(
  local: Backend,
  settings: AwsSettings,
  surroundings: AwsSurroundings,
): Backend {
  const aws = onAws(settings, local.region, surroundings);
  // Time travel, faults and devices would be those of an emulated service that nobody asks here.
  const companions = { ...local };
  delete companions.emulator;
  delete companions.batch;
  delete companions.deviceDirectory;
  delete companions.domainDirectory;
  return {
    ...companions,
    name: 'aws',
    workLink: aws.workLink,
    close: () => {
      aws.close();
      local.close();
    },
  };
}

/** The emulated WorkLink, and the services of a real account. */
export function withAwsCompanions(
  local: Backend,
  settings: AwsSettings,
  surroundings: AwsSurroundings,
): Backend {
  const companions = openAwsCompanions(connectionOptions(settings, local.region, surroundings));
  const { emulator } = local;
  const own = { ...local };
  // What is adopted is adopted call by call.
  delete own.batch;
  return {
    ...own,
    ...companions,
    workLink: emulator === undefined ? local.workLink : adopting(local, emulator, companions),
    close: () => {
      companions.close();
      local.close();
    },
  };
}

/** The emulator judges certificates and networks by what it knows: before it is asked to, it is told of the real ones. */
function adopting(
  { workLink, region }: Backend,
  emulator: Emulator,
  { certificates, network }: AwsCompanions,
): WorkLink {
  return {
    call: async <O extends OperationName>(operation: O, input: OperationInput<O>) => {
      const arn = 'AcmCertificateArn' in input ? input.AcmCertificateArn : undefined;
      if (typeof arn === 'string' && parseCertificateArn(arn)?.region === CERTIFICATE_REGION) {
        const [certificate, text] = await Promise.all([certificates.describe(arn), certificates.read(arn)]);
        emulator.adoptCertificate(certificate, text);
      }
      if ('VpcId' in input && typeof input.VpcId === 'string') {
        // What is not there, or not for this caller to see, the emulator judges without.
        const seen = await lookAtNetwork({ network }, input.VpcId);
        if ('network' in seen && seen.network !== undefined) emulator.adoptNetwork(seen.network, region);
      }
      return workLink.call(operation, input);
    },
  };
}

function connectionOptions(
  { profile, endpointUrl }: AwsSettings,
  region: string,
  { host, userAgent }: AwsSurroundings,
): ConnectionOptions {
  return { profile, endpointUrl, region, userAgent, timer: host.timer, signal: host.signal };
}
