import { type FleetGround, finding, type Look } from './look.js';

/** A fleet's identity provider (guide, Configure your Identity Provider), its metadata judged as it is today. */
export async function lookAtIdentityProvider({
  backend,
  arn,
  name,
  now,
  expiresWithinMs,
}: FleetGround): Promise<Look> {
  const found = await backend.workLink.call('DescribeIdentityProviderConfiguration', { FleetArn: arn });
  const { IdentityProviderType: type, IdentityProviderSamlMetadata: metadata } = found;
  const verb = type === undefined ? 'link' : 'update';
  const command = `worklink idp ${verb} --fleet ${name} --metadata FILE`;
  if (metadata === undefined) {
    const detail =
      type === undefined
        ? 'No identity provider is linked: users cannot sign in.'
        : 'An identity provider is linked by its type alone, without metadata: users cannot sign in.';
    return { presence: 'missing', detail, command, findings: [] };
  }
  // What reads XML is loaded where there is some.
  const { checkMetadata } = await import('../identity-provider/check.js');
  const { entityId, findings, singleSignOnServices } = await checkMetadata({
    metadata,
    now,
    expiresWithinMs,
  });
  const unusable =
    singleSignOnServices.length > 0
      ? []
      : [
          finding('error', 'idp-no-sign-on-address', [
            name,
            'The metadata names no address to sign in at: WorkLink is unable to connect to the identity provider.',
            `Link the provider’s current metadata: ${command}`,
          ]),
        ];
  const all = [...findings, ...(findings.some(({ severity }) => severity === 'error') ? [] : unusable)];
  return {
    presence: 'present',
    detail: entityId === null ? 'Metadata is linked.' : `${entityId} is linked.`,
    ...(all.some(({ severity }) => severity !== 'info') && { command }),
    findings: all,
  };
}
