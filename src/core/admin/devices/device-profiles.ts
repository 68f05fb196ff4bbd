import { appleImportFindings, needsRewrap } from '../../certificates/pkcs12/apple-import.js';
import { type CertificateFacts, readCertificates } from '../../certificates/certificate.js';
import { verifyChain } from '../../certificates/chain/chain.js';
import { signCms, type CmsSigner } from '../../certificates/cms-signature.js';
import { type Pkcs12Contents, type Pkcs12Identity } from '../../certificates/pkcs12/pkcs12.js';
import { writePkcs12 } from '../../certificates/pkcs12/pkcs12-writer.js';
import { ownError, type WorklinkError } from '../../errors.js';
import { type Finding } from '../../findings.js';
import { type Backend } from '../../ports/backend.js';
import { type Clock } from '../../ports/clock.js';
import { iosProfile, type IosProfile } from '../../profiles/ios-profile.js';
import { profileXml } from '../../profiles/profile-xml.js';
import { showFleet } from '../fleets.js';
import { serviceTime } from '../service-time.js';

/** What profiles need to know of the fleet they are for. */
export interface ProfileFleet {
  readonly arn: string;
  readonly name: string;
  /** The chain of the fleet's device policy; empty where it has none. */
  readonly deviceAuthorities: readonly CertificateFacts[];
  /** The time that certificates are judged at. */
  readonly now: Date;
}

/** @param fleet name or ARN. @throws WorklinkError `NotFound` */
export async function profileFleet(backend: Backend, fleet: string, machine: Clock): Promise<ProfileFleet> {
  const { fleetArn: arn, fleetName, displayName } = await showFleet(backend, fleet);
  const { DeviceCaCertificate: chain } = await backend.workLink.call('DescribeDevicePolicyConfiguration', {
    FleetArn: arn,
  });
  return {
    arn,
    name: displayName ?? fleetName ?? arn,
    deviceAuthorities: chain === undefined || chain === '' ? [] : readCertificates(chain),
    now: serviceTime(backend, machine),
  };
}

/** A PKCS#12 file that was opened. */
export interface OpenedP12 {
  readonly bytes: Uint8Array;
  readonly password: string | undefined;
  readonly contents: Pkcs12Contents;
}

/** A file found fit to go into a profile. */
export interface JudgedP12 extends OpenedP12 {
  readonly identity: Pkcs12Identity;
  /** None of them an error. */
  readonly findings: readonly Finding[];
  /** Whether Apple's importer is reported to refuse it, and writing it again mends that. */
  readonly needsRewrap: boolean;
}

function finding(
  severity: Finding['severity'],
  id: string,
  subject: string,
  message: string,
  fix: string,
): Finding {
  return { id, severity, subject, message, fix };
}

function validityFindings({ notBefore, notAfter, subject }: CertificateFacts, now: Date): Finding[] {
  if (now > notAfter) {
    const message = `It expired on ${notAfter.toISOString()}.`;
    return [finding('error', 'device-certificate-expired', subject, message, 'Have a new one issued.')];
  }
  if (now >= notBefore) return [];
  const message = `It is valid from ${notBefore.toISOString()} on only.`;
  return [finding('warning', 'device-certificate-not-yet-valid', subject, message, 'Deploy it then.')];
}

/** Guide: Configure Device Policies. A device that presents another authority's certificate gets no access. */
function policyFindings({ certificate, chain }: Pkcs12Identity, fleet: ProfileFleet): Finding[] {
  const { deviceAuthorities: authorities, now: at } = fleet;
  if (authorities.length === 0) {
    const message = `Fleet ${fleet.name} has no device policy: no device is asked for a certificate.`;
    const fix = 'Set one: worklink device-policy configure.';
    return [finding('info', 'device-policy-absent', certificate.subject, message, fix)];
  }
  const roots = authorities.filter(({ selfSigned }) => selfSigned);
  const { verdict, findings } = verifyChain({
    leaf: certificate,
    intermediates: [...chain, ...authorities],
    anchors: roots.length > 0 ? roots : authorities,
    at,
    purpose: 'clientAuth',
  });
  if (verdict === 'valid') return [];
  const faults = findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  const message = `It does not meet the device policy of fleet ${fleet.name}: ${faults.join(' ')}`;
  const fix =
    'Issue it from the authority of the policy, or change the policy: worklink device-policy configure.';
  return [finding('warning', 'device-policy-unmet', certificate.subject, message, fix)];
}

function refused(findings: readonly Finding[]): WorklinkError {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const message = errors.map((error) => error.message).join(' ');
  return ownError('InvalidInput', `The PKCS#12 file cannot go into a profile: ${message}`, {
    ...(first === undefined ? {} : { hint: first.fix }),
    details: { findings },
  });
}

/**
 * Judges whether a PKCS#12 file can be a device's identity in a profile.
 *
 * @throws WorklinkError `InvalidInput` with all findings in `details.findings` where one of them is an error
 */
export function judgeP12(opened: OpenedP12, fleet: ProfileFleet): JudgedP12 {
  const { contents } = opened;
  const apple = appleImportFindings(contents);
  const [identity] = contents.identities;
  const findings = [
    ...apple,
    ...contents.findings.filter(({ severity }) => severity === 'error'),
    ...(identity === undefined
      ? []
      : [...validityFindings(identity.certificate, fleet.now), ...policyFindings(identity, fleet)]),
  ];
  if (identity === undefined || findings.some(({ severity }) => severity === 'error'))
    throw refused(findings);
  return { ...opened, identity, findings, needsRewrap: needsRewrap(apple) };
}

/** Writes a file again as Apple's importers of every version take it, under the same password. @throws WorklinkError `InvalidInput` without one */
export function rewrap({ identity, password, contents }: JudgedP12): Uint8Array {
  const { certificate, chain, privateKey, friendlyName } = identity;
  if (password === undefined || password === '' || contents.hasNoPassword) {
    throw ownError('InvalidInput', 'The PKCS#12 file has no password to be written again under.', {
      hint: 'Export it with a password first.',
    });
  }
  return writePkcs12({ certificate, chain, privateKey, password, friendlyName, scheme: '3des' });
}

/** Whose certificate it is: its e-mail address, else its common name. */
export function userOf({ subjectAltNames, commonName, subject }: CertificateFacts): string {
  return subjectAltNames.find(({ type }) => type === 'EMAIL')?.value ?? commonName ?? subject;
}

export interface ProfileOptions {
  /** Whose device it is for; as the certificate says where absent. */
  readonly user?: string | undefined;
  readonly includePassword: boolean;
  /** Whether the device is to trust the root of the certificate's chain. */
  readonly includeRoot: boolean;
  readonly rewrap: boolean;
}

/** A profile to be written, and what can be said of it: never its password. */
export interface PlannedProfile {
  readonly profile: IosProfile;
  readonly user: string;
  readonly judged: JudgedP12;
}

/** XML 1.0 §2.2 has no way to write these, and line ends would change on the way. */
const NOT_IN_XML = /[^\u0020-\ud7ff\ue000-\ufffc\u{10000}-\u{10ffff}]/u;

/** @throws WorklinkError `InvalidInput` where there is no root to include, or a password that a profile cannot hold */
export function planProfile(fleet: ProfileFleet, judged: JudgedP12, options: ProfileOptions): PlannedProfile {
  const { identity, password } = judged;
  const user = options.user ?? userOf(identity.certificate);
  const root = identity.chain.find(({ selfSigned }) => selfSigned);
  if (options.includeRoot && root === undefined) {
    throw ownError('InvalidInput', 'The PKCS#12 file holds no root to include.', {
      hint: 'Export it together with its chain, or leave --include-root out.',
    });
  }
  if (options.includePassword && password !== undefined && NOT_IN_XML.test(password)) {
    throw ownError('InvalidInput', 'The password has characters that a profile cannot hold.', {
      hint: 'Leave --include-password out.',
    });
  }
  const profile = iosProfile({
    fleetArn: fleet.arn,
    fleetName: fleet.name,
    user,
    p12: options.rewrap ? rewrap(judged) : judged.bytes,
    password: options.includePassword ? (password ?? '') : undefined,
    roots: options.includeRoot && root !== undefined ? [root] : [],
  });
  return { profile, user, judged };
}

/** The file of a profile: XML, or signed. @param at the time of the signature */
export async function profileFile(
  { profile }: PlannedProfile,
  signer: CmsSigner | undefined,
  at: Date,
): Promise<Uint8Array> {
  const xml = Buffer.from(await profileXml(profile), 'utf8');
  return signer === undefined ? xml : signCms(xml, signer, at);
}
