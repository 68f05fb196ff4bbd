import * as Flags from '@oclif/core/flags';
import { type Host } from '../host.js';
import { assertReadOnce, readNamedFile } from '../values.js';

/** Flags of what a device presents where the fleet has a device policy. */
export const presentedCertificateFlag = {
  certificate: Flags.string({
    summary: 'Device certificate to present, with its intermediates; for fleets with a device policy.',
    helpValue: 'FILE|-',
  }),
  'certificate-key': Flags.string({
    summary: 'Its private key: the device then proves that it has it.',
    helpValue: 'FILE|-',
    dependsOn: ['certificate'],
  }),
};

/** What the flags name, as it may be given on to the emulator. */
export async function presentedCertificate(
  flags: { readonly certificate: string | undefined; readonly 'certificate-key': string | undefined },
  host: Host,
): Promise<{ readonly certificate?: Uint8Array; readonly certificateKey?: Uint8Array }> {
  const { certificate, 'certificate-key': key } = flags;
  assertReadOnce([certificate, key]);
  if (certificate === undefined) return {};
  return {
    certificate: await readNamedFile(certificate, host, { flag: '--certificate' }),
    ...(key !== undefined && {
      certificateKey: await readNamedFile(key, host, { flag: '--certificate-key' }),
    }),
  };
}
