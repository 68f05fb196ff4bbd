import { type Association } from '../core/admin/domains/associate.js';
import { type ChooseCertificate } from '../core/admin/domains/certificate.js';
import { quote } from '../core/text.js';
import { type Asker } from './ask.js';

/** Up to this many domains are named in one notice. */
const NAMED = 3;

/** Asks a person which of several certificates it is to be. */
export function certificateChooser(asker: Asker): ChooseCertificate {
  return (domainName, candidates) =>
    asker.choose(
      `Certificate for ${quote(domainName)}`,
      candidates.map((certificate) => ({
        name: `${certificate.domainName}  ${certificate.arn}`,
        value: certificate,
      })),
    );
}

/** Which certificates were taken that nobody named, a line for each. */
export function certificateNotices(associations: readonly Association[]): readonly string[] {
  const byArn = new Map<string, Association[]>();
  for (const association of associations) {
    if (association.certificateGiven) continue;
    const { arn } = association.certificate;
    byArn.set(arn, [...(byArn.get(arn) ?? []), association]);
  }
  return [...byArn.values()].map((group) => {
    const names = group.map(({ input }) => input.DomainName);
    const shown = names.length <= NAMED ? names.join(', ') : `${String(names.length)} domains`;
    const { arn = '', domainName = '' } = group[0]?.certificate ?? {};
    return `Using certificate ${arn} (${domainName}) for ${shown}.`;
  });
}
