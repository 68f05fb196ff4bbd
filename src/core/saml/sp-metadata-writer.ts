// Kept apart so that samlify, which is slow to load, is loaded only by who writes metadata. The import is static and of the
// default export, because that is the one form that Node, tsx and a bundle all read alike for this CommonJS package.
import samlify from 'samlify';
import { BINDINGS } from './names.js';

/** The values of a service provider's metadata, known to be writable. */
interface ServiceProviderValues {
  readonly entityId: string;
  readonly assertionConsumerServiceUrl: string;
  readonly nameIdFormat: string;
  readonly certificate: string | undefined;
}

/** Writes the EntityDescriptor, without XML declaration. */
export function writeServiceProviderMetadata(values: ServiceProviderValues): string {
  const metadata = samlify.SPMetadata({
    entityID: values.entityId,
    authnRequestsSigned: false,
    wantAssertionsSigned: true,
    nameIDFormat: [values.nameIdFormat],
    ...(values.certificate !== undefined && {
      signingCert: values.certificate,
      encryptCert: values.certificate,
    }),
    assertionConsumerService: [
      { isDefault: true, Binding: BINDINGS.post, Location: values.assertionConsumerServiceUrl },
    ],
  });
  return metadata.getMetadata();
}
