import * as Flags from '@oclif/core/flags';
import { type Host } from '../host.js';
import { readNamedFile } from '../values.js';

/** Flag of what a device presents where the fleet has a device policy. */
export const presentedCertificateFlag = {
  certificate: Flags.string({
    summary: 'Device certificate to present, with its intermediates; for fleets with a device policy.',
    helpValue: 'FILE|-',
  }),
};

/** What the flag names, as it may be given on to the emulator. */
export async function presentedCertificate(
  { certificate }: { readonly certificate: string | undefined },
  host: Host,
): Promise<{ readonly certificate?: Uint8Array }> {
  if (certificate === undefined) return {};
  return { certificate: await readNamedFile(certificate, host, { flag: '--certificate' }) };
}
