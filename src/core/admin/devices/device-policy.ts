import { judgeAuthority, titleOfCertificate } from '../../certificates/authority.js';
import { type CertificateFacts, readCertificates } from '../../certificates/certificate.js';
import { orderChain, verifyChain } from '../../certificates/chain/chain.js';
import { type OperationInput } from '../../contract/contract.js';
import { ownError, WorklinkError } from '../../errors.js';
import { type Finding } from '../../findings.js';
import { type Backend } from '../../ports/backend.js';
import { quote } from '../../text.js';
import { type CertificateListed, listed } from '../certificates/certificate-facts.js';
import { checkInput } from '../check-input.js';
import { changeableFleet } from '../domains/change.js';
import { onFleet } from '../names.js';

/** More than a chain of 32,768 characters (service model: shape CertificateChain) can hold by far. */
export const MAX_CHAIN_LENGTH = 50;

/** A fleet's device policy: whose device certificates are taken. */
export interface DevicePolicy {
  readonly fleetArn: string;
  /** From the authority that issues device certificates up to the root; empty where there is no policy. */
  readonly chain: readonly CertificateListed[];
  /** What is to be said of it today. */
  readonly findings: readonly Finding[];
  /** The chain as the service has it. */
  readonly deviceCaCertificate?: string;
}

export type DevicePolicyInput = OperationInput<'UpdateDevicePolicyConfiguration'>;

/** The call that configures a device policy, its chain judged. */
export interface DevicePolicyPlan {
  readonly input: DevicePolicyInput;
  readonly chain: readonly CertificateListed[];
  /** Warnings. */
  readonly findings: readonly Finding[];
  /** What would be different from the policy there is. */
  readonly change: DevicePolicyChange;
}

export interface DevicePolicyChange {
  readonly kind: 'new' | 'replaced' | 'unchanged';
  readonly added: readonly CertificateListed[];
  readonly removed: readonly CertificateListed[];
}

export interface DevicePolicyRequest {
  readonly certificates: readonly CertificateFacts[];
  readonly now: Date;
  /** Whether certificates that have expired are taken all the same. */
  readonly allowExpired: boolean;
}

/** A fleet's device policy. @param fleet name or ARN. @throws WorklinkError `NotFound` */
export function showDevicePolicy(backend: Backend, fleet: string, now: Date): Promise<DevicePolicy> {
  return onFleet(backend, fleet, async (arn) => {
    const pem = await storedChain(backend, arn);
    if (pem === undefined) return { fleetArn: arn, chain: [], findings: [] };
    const { certificates, findings } = readStored(pem);
    return {
      fleetArn: arn,
      chain: certificates.map(listed),
      findings: [
        ...findings,
        ...(certificates.length === 0 ? [] : judgeDeviceChain(certificates, now).findings),
      ],
      deviceCaCertificate: pem,
    };
  });
}

/**
 * What configuring a fleet's device policy would send: the chain in its order, whatever order it was given in.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `InvalidInput` with the findings in its details, where the certificates are no chain of
 *   authorities up to a root; `NotFound`; `WrongState`
 */
export async function planDevicePolicy(
  backend: Backend,
  fleet: string,
  { certificates, now, allowExpired }: DevicePolicyRequest,
): Promise<DevicePolicyPlan> {
  if (certificates.length > MAX_CHAIN_LENGTH) {
    throw ownError('InvalidInput', `${String(certificates.length)} certificates are no chain.`, {
      hint: 'Give the authorities alone that lead from your device certificates up to their root.',
    });
  }
  const judged = judgeDeviceChain(certificates, now);
  const findings = judged.findings.map((finding): Finding =>
    finding.id === 'chain-expired' && allowExpired ? { ...finding, severity: 'warning' } : finding,
  );
  refuse(findings);
  const arn = await changeableFleet(backend, fleet);
  const input = { FleetArn: arn, DeviceCaCertificate: judged.chain.map(({ pem }) => pem).join('') };
  checkInput('UpdateDevicePolicyConfiguration', input, {
    DeviceCaCertificate: { label: 'The chain', rule: 'A chain has at most 32,768 characters as PEM.' },
  });
  const present = await storedChain(backend, arn);
  const chain = judged.chain.map(listed);
  return { input, chain, findings, change: changeOf(present, chain) };
}

/** Configures a device policy as {@link planDevicePolicy} has it. @returns it as it is then */
export async function configureDevicePolicy(
  backend: Backend,
  { input, change }: DevicePolicyPlan,
  now: Date,
): Promise<DevicePolicy> {
  if (change.kind !== 'unchanged') await backend.workLink.call('UpdateDevicePolicyConfiguration', input);
  return showDevicePolicy(backend, input.FleetArn, now);
}

/**
 * The call that removes a fleet's device policy.
 *
 * @throws WorklinkError `WrongState` where there is none, or the fleet cannot be changed; `NotFound`
 */
export async function planDevicePolicyRemoval(backend: Backend, fleet: string): Promise<DevicePolicyInput> {
  const arn = await changeableFleet(backend, fleet);
  if ((await storedChain(backend, arn)) === undefined) {
    throw ownError('WrongState', `Fleet ${quote(fleet)} has no device policy.`, {
      hint: 'There is nothing to do.',
    });
  }
  // An update without a chain removes it.
  return { FleetArn: arn };
}

/** Removes a device policy as {@link planDevicePolicyRemoval} has it. */
export async function removeDevicePolicy(backend: Backend, input: DevicePolicyInput): Promise<void> {
  await backend.workLink.call('UpdateDevicePolicyConfiguration', input);
}

async function storedChain({ workLink }: Backend, arn: string): Promise<string | undefined> {
  const { DeviceCaCertificate: pem } = await workLink.call('DescribeDevicePolicyConfiguration', {
    FleetArn: arn,
  });
  return pem;
}

/** Another client may have configured what cannot be read. */
function readStored(pem: string): {
  readonly certificates: readonly CertificateFacts[];
  readonly findings: readonly Finding[];
} {
  try {
    return { certificates: readCertificates(pem), findings: [] };
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    const fix = 'Configure the chain anew: worklink device-policy configure FILE';
    return { certificates: [], findings: [problem('chain-unreadable', 'the chain', error.message, fix)] };
  }
}

interface JudgedChain {
  readonly chain: readonly CertificateFacts[];
  readonly findings: readonly Finding[];
}

/**
 * Judges certificates as the chain of a device policy. Guide, Configure your Device Policies: "the certificate chain, including
 * intermediate certificates and the root".
 *
 * @returns the chain in its order, from whoever issues device certificates up
 */
export function judgeDeviceChain(certificates: readonly CertificateFacts[], at: Date): JudgedChain {
  const ordered = orderChain(certificates);
  const [leaf, ...intermediates] = ordered.certificates;
  if (leaf === undefined) throw ownError('InvalidInput', 'There is no certificate.');
  const { chain, findings } = verifyChain({ leaf, intermediates, anchors: 'topmost', at });
  const duplicates = ordered.findings.filter(({ id }) => id === 'chain-duplicate-certificate');
  // Validity and strength were judged with the chain.
  const authorities = chain
    .flatMap((facts) => judgeAuthority(facts, at))
    .filter(({ id, severity }) => id.startsWith('authority-') && severity !== 'info');
  return {
    chain,
    findings: [...duplicates, ...authorities, ...findings, ...judgeTop(chain), ...judgeLengths(chain)],
  };
}

function judgeTop(chain: readonly CertificateFacts[]): readonly Finding[] {
  const last = chain.at(-1);
  if (last === undefined || last.subject === last.issuer) return [];
  const message = `The chain ends in it, and it is no root: ${last.issuer} issued it.`;
  const fix = 'Add the certificates above it, up to the root.';
  return [problem('chain-gap', titleOfCertificate(last), message, fix)];
}

/** RFC 5280 §4.2.1.9: device certificates are still to come below, so that the lowest authority counts, too. */
function judgeLengths(chain: readonly CertificateFacts[]): readonly Finding[] {
  return chain.flatMap((facts, index) => {
    const below = chain.slice(0, index).filter(({ subject, issuer }) => subject !== issuer).length;
    if (facts.pathLength === undefined || below <= facts.pathLength) return [];
    const message = `It allows ${String(facts.pathLength)} authorities below it, and there are ${String(below)}.`;
    const fix = 'Issue device certificates higher up in the hierarchy.';
    return [problem('chain-path-length', titleOfCertificate(facts), message, fix)];
  });
}

function problem(id: string, subject: string, message: string, fix: string): Finding {
  return { id, severity: 'error', subject, message, fix };
}

function refuse(findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const sentences = errors.map(({ subject, message }) => `${subject}: ${message}`);
  throw ownError('InvalidInput', `The chain is refused: ${[...new Set(sentences)].join(' ')}`, {
    hint: errors.every(({ id }) => id === 'chain-expired')
      ? 'Configure the renewed chain, or give --allow-expired.'
      : first.fix,
    details: { findings },
  });
}

function changeOf(present: string | undefined, chain: readonly CertificateListed[]): DevicePolicyChange {
  if (present === undefined) return { kind: 'new', added: chain, removed: [] };
  const before = readStored(present).certificates.map(listed);
  const lacking = (all: readonly CertificateListed[], from: readonly CertificateListed[]) =>
    from.filter(({ sha256 }) => !all.some((other) => other.sha256 === sha256));
  const isSame =
    before.length === chain.length && before.every(({ sha256 }, index) => sha256 === chain[index]?.sha256);
  return {
    kind: isSame ? 'unchanged' : 'replaced',
    added: lacking(before, chain),
    removed: lacking(chain, before),
  };
}
