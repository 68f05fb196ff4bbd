/**
 * What identifies a fleet as a SAML service provider. The real forms are not known: these are our design, after the
 * family's own (`urn:amazon:…:sp:<id>`), with the company code as the id.
 */
export function serviceProviderOf(
  companyCode: string,
  publicUrl: string,
): { readonly entityId: string; readonly assertionConsumerServiceUrl: string } {
  return {
    entityId: `urn:amazon:worklink:sp:${companyCode}`,
    assertionConsumerServiceUrl: new URL(`/saml/${companyCode}/acs`, publicUrl).href,
  };
}
