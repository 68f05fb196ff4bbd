/** Names of the SAML 2.0 family of specifications: namespaces, bindings, protocols and NameID formats. */

/** XML namespaces, by the prefix the specifications themselves use for them. */
export const NAMESPACES = {
  md: 'urn:oasis:names:tc:SAML:2.0:metadata',
  saml: 'urn:oasis:names:tc:SAML:2.0:assertion',
  samlp: 'urn:oasis:names:tc:SAML:2.0:protocol',
  saml1: 'urn:oasis:names:tc:SAML:1.0:assertion',
  saml1p: 'urn:oasis:names:tc:SAML:1.0:protocol',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  fed: 'http://docs.oasis-open.org/wsfed/federation/200706',
  fed2006: 'http://schemas.xmlsoap.org/ws/2006/12/federation',
  mex: 'http://schemas.xmlsoap.org/ws/2004/09/mex',
  wsdl: 'http://schemas.xmlsoap.org/wsdl/',
  xhtml: 'http://www.w3.org/1999/xhtml',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  soap11: 'http://schemas.xmlsoap.org/soap/envelope/',
  soap12: 'http://www.w3.org/2003/05/soap-envelope',
} as const;

/** Values of `protocolSupportEnumeration` (SAML 2.0 Metadata §2.4.1). */
export const PROTOCOLS = {
  saml2: NAMESPACES.samlp,
  saml11: 'urn:oasis:names:tc:SAML:1.1:protocol',
  saml10: NAMESPACES.saml1p,
  shibboleth: 'urn:mace:shibboleth:1.0',
  wsFederation: NAMESPACES.fed,
} as const;

/** The bindings a browser can carry an AuthnRequest over (SAML 2.0 Bindings §3.4 and §3.5). */
export const BINDINGS = {
  redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
} as const;

/** NameID formats (SAML 2.0 Core §8.3). */
export const NAME_ID_FORMATS = {
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
} as const;
