import { type CertificateFacts } from '../certificates/certificate.js';
import { VPN } from './settings.js';
import { nameUuid } from './uuid.js';

/** What a profile is made of. */
export interface IosProfileOrder {
  /** The fleet's ARN: what it is called by may change. */
  readonly fleetArn: string;
  /** What the fleet is called. */
  readonly fleetName: string;
  /** Whose device it is for: a user name or an e-mail address. */
  readonly user: string;
  /** The PKCS#12 file. */
  readonly p12: Uint8Array;
  /** Its password, where the profile is to hold it; the person is asked for it otherwise. */
  readonly password?: string | undefined;
  /** Certificate authorities that the device is to trust from then on. */
  readonly roots: readonly CertificateFacts[];
}

type Payload = Readonly<Record<string, unknown>> & {
  readonly PayloadType: string;
  readonly PayloadUUID: string;
  readonly PayloadIdentifier: string;
};

/** A configuration profile as Apple's reference has it: Device Management, "TopLevel". */
export interface IosProfile extends Payload {
  readonly PayloadContent: readonly Payload[];
}

/** Everything that XML 1.0 §2.2 does not allow, in a string that came from outside; line ends, which it would change. */
const NOT_XML = /[^\u0020-\ud7ff\ue000-\ufffc\u{10000}-\u{10ffff}]/gu;

function text(value: string): string {
  return value.replace(NOT_XML, '?');
}

/** The payload of a VPN by an app's extension. Guide: option 1, step 5; Apple: `com.apple.vpn.managed`. */
function vpnPayload(common: Payload, identityUuid: string): Payload {
  return {
    ...common,
    PayloadDisplayName: VPN.connectionName,
    UserDefinedName: VPN.connectionName,
    VPNType: 'VPN',
    VPNSubType: VPN.identifier,
    VPN: {
      RemoteAddress: VPN.server,
      AuthenticationMethod: 'Certificate',
      PayloadCertificateUUID: identityUuid,
      ProviderBundleIdentifier: VPN.providerBundleIdentifier,
    },
  };
}

/**
 * The configuration profile of a user's iOS device: the device certificate, and the VPN that presents it (guide: Deploy a
 * Device Certificate on an iOS Device).
 *
 * Its identifiers and UUIDs depend on the fleet and the user alone, so that a profile made anew updates the one on the device.
 */
export function iosProfile(order: IosProfileOrder): IosProfile {
  const { fleetArn, fleetName, user, p12, password, roots } = order;
  const uuid = (...kind: readonly string[]): string => nameUuid('ios-profile', fleetArn, user, ...kind);
  const identifier = `${VPN.identifier}.profile.${uuid('identifier')}`;
  const payload = (type: string, kind: string, ...which: readonly string[]): Payload => ({
    PayloadType: type,
    PayloadVersion: 1,
    PayloadIdentifier: [identifier, kind, ...which].join('.'),
    PayloadUUID: uuid(kind, ...which).toUpperCase(),
  });
  const identity: Payload = {
    ...payload('com.apple.security.pkcs12', 'identity'),
    PayloadDisplayName: text(`Device certificate of ${user}`),
    PayloadCertificateFileName: 'device-certificate.p12',
    PayloadContent: p12,
    ...(password === undefined ? {} : { Password: password }),
  };
  const rootPayloads = roots.map(({ der, sha256, commonName, subject }): Payload => ({
    ...payload('com.apple.security.root', 'root', sha256),
    PayloadDisplayName: text(commonName ?? subject),
    PayloadCertificateFileName: 'device-ca.cer',
    PayloadContent: der,
  }));
  return {
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: identifier,
    PayloadUUID: uuid('profile').toUpperCase(),
    PayloadDisplayName: text(`Amazon WorkLink (${fleetName})`),
    PayloadDescription: text(`Device certificate and VPN of ${user} for Amazon WorkLink.`),
    PayloadContent: [
      ...rootPayloads,
      identity,
      vpnPayload(payload('com.apple.vpn.managed', 'vpn'), identity.PayloadUUID),
    ],
  };
}
