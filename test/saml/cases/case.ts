import { type SamlFindingId } from '../../../src/core/saml/findings.js';
import { entityWith, DS, MD, roleWith, SAML2 } from '../support.js';

/** A document that has one fault, or gives one thing to remark on. */
export interface Case {
  name: string;
  id: SamlFindingId;
  document: Uint8Array | string;
  /** What the message must name. */
  says: RegExp;
  /** Where the finding must point to. */
  at?: RegExp;
  /** Other findings that come with it; none by default. */
  with?: SamlFindingId[];
}

export const SP_ROLE = `<md:SPSSODescriptor protocolSupportEnumeration="${SAML2}"><md:AssertionConsumerService index="0" Binding="b" Location="https://sp"/></md:SPSSODescriptor>`;

export const FED = 'http://docs.oasis-open.org/wsfed/federation/200706';

export const FED_ROLE = `<md:RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="${FED}" xsi:type="fed:SecurityTokenServiceType" protocolSupportEnumeration="${FED}"/>`;

export function aggregate(...entities: string[]): string {
  return `<md:EntitiesDescriptor xmlns:md="${MD}" xmlns:ds="${DS}">${entities.join('')}</md:EntitiesDescriptor>`;
}

export function idp(entityId: string): string {
  return entityWith(roleWith(), `entityID="${entityId}"`);
}
