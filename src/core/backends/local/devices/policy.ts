import { readCertificates } from '../../../certificates/certificate.js';
import { type PossessionProof, provesPossession } from '../../../certificates/possession.js';
import { verifyChain } from '../../../certificates/chain/chain.js';

/**
 * Whether a device meets a fleet's device policy: it presents a certificate that the fleet's device CA issued
 * (guide, Configure your Device Policies: the chain has the intermediate certificates and the root).
 *
 * @param deviceCa the fleet's chain, PEM
 * @param presented what the device presents, its certificate first; PEM or DER
 * @param proof that the device has the certificate's private key; not looked at where absent
 * @returns what is wrong, as a part of a sentence; nothing where the policy is met
 * @throws WorklinkError `InvalidInput` where what is presented is no certificate
 */
export function unmetPolicy(
  deviceCa: string,
  presented: Uint8Array | undefined,
  at: Date,
  proof?: PossessionProof,
): string | undefined {
  if (presented === undefined) return 'no device certificate was presented';
  const [leaf, ...others] = readCertificates(presented);
  if (leaf === undefined) return 'no device certificate was presented';
  const authorities = readCertificates(Buffer.from(deviceCa));
  const roots = authorities.filter(({ selfSigned }) => selfSigned);
  const { verdict, findings } = verifyChain({
    leaf,
    intermediates: [...others, ...authorities.filter(({ selfSigned }) => !selfSigned)],
    // Who uploads intermediates alone trusts those.
    anchors: roots.length > 0 ? roots : authorities,
    at,
    purpose: 'clientAuth',
  });
  if (verdict === 'valid') {
    return proof === undefined || provesPossession(leaf.der, proof)
      ? undefined
      : `the device has not shown that it has the private key of the certificate ${leaf.subject}`;
  }
  const faults = findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  return `the device certificate ${leaf.subject} was not accepted: ${faults.join(' ')}`.replace(/\.$/, '');
}
