import { type OperationInput, type OperationOutput } from '../../contract/contract.js';
import { ownError } from '../../errors.js';
import { type Finding } from '../../findings.js';
import { type Backend } from '../../ports/backend.js';
import {
  MAX_METADATA_CHARACTERS,
  type MetadataReading,
  readIdentityProviderMetadata,
} from '../../saml/metadata.js';
import { decodeXml } from '../../saml/xml/decode.js';
import { quote } from '../../text.js';
import { changeableFleet } from '../domains/change.js';
import { FindingsRefused } from '../findings-refused.js';
import { onFleet } from '../names.js';

type Facts = Extract<MetadataReading, { readonly verdict: 'accepted' }>['identityProvider'];

/** A fleet's identity provider, as its metadata describes it. */
export interface IdentityProvider {
  readonly fleetArn: string;
  /** Absent where no identity provider is linked. */
  readonly identityProviderType?: 'SAML';
  readonly entityId?: string;
  readonly singleSignOnServices?: Facts['singleSignOnServices'];
  readonly signingCertificates?: readonly LinkedCertificate[];
  readonly nameIdFormats?: readonly string[];
  readonly wantAuthnRequestsSigned?: boolean;
  readonly validUntil?: Date;
  /** What is to be said of the metadata today. */
  readonly findings: readonly Finding[];
  /** The documents, verbatim. */
  readonly identityProviderSamlMetadata?: string;
  readonly serviceProviderSamlMetadata?: string;
}

/** A certificate an identity provider signs with. */
export interface LinkedCertificate {
  readonly subject: string;
  /** Of the DER: 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly keyType: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export type LinkInput = OperationInput<'UpdateIdentityProviderConfiguration'>;

/** The call that links an identity provider, its metadata judged. */
export interface LinkPlan {
  readonly input: LinkInput;
  /** Warnings and what is worth knowing. */
  readonly findings: readonly Finding[];
  /** Whether anything would be different. */
  readonly changed: boolean;
}

/** What is to be linked. */
export interface LinkRequest {
  /** The document as it is in its file; the type alone is linked where absent. */
  readonly metadata?: Uint8Array | string | undefined;
  /** The time to judge validity at. */
  readonly now: Date;
}

const SHOW = 'worklink idp show says more of it.';

/**
 * A fleet's identity provider.
 *
 * @param fleet name or ARN
 * @param now judges validity
 * @throws WorklinkError `NotFound`
 */
export function showIdentityProvider(backend: Backend, fleet: string, now: Date): Promise<IdentityProvider> {
  return onFleet(backend, fleet, async (arn) => {
    const found = await describe(backend, arn);
    const document = found.IdentityProviderSamlMetadata;
    const reading = document === undefined ? undefined : readIdentityProviderMetadata(document, { now });
    return {
      fleetArn: arn,
      ...(found.IdentityProviderType === undefined
        ? {}
        : { identityProviderType: found.IdentityProviderType }),
      ...(reading === undefined ? {} : factsOf(reading)),
      findings: reading?.findings ?? [],
      ...(document === undefined ? {} : { identityProviderSamlMetadata: document }),
      ...(found.ServiceProviderSamlMetadata === undefined
        ? {}
        : { serviceProviderSamlMetadata: found.ServiceProviderSamlMetadata }),
    };
  });
}

/**
 * What linking an identity provider would send.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `InvalidInput` with the findings in its details, where the metadata is refused; `AlreadyExists`
 *   where one is linked; `WrongState`; `NotFound`
 */
export async function planLink(backend: Backend, fleet: string, request: LinkRequest): Promise<LinkPlan> {
  const { document, findings } = judge(request);
  const arn = await changeableFleet(backend, fleet);
  const present = await describe(backend, arn);
  const isLinked =
    present.IdentityProviderSamlMetadata !== undefined ||
    (present.IdentityProviderType !== undefined && document === undefined);
  if (isLinked) {
    throw ownError('AlreadyExists', `Fleet ${quote(fleet)} has an identity provider linked.`, {
      hint: `To change it: worklink idp update. ${SHOW}`,
    });
  }
  return { input: inputOf(arn, document), findings, changed: true };
}

/**
 * What updating the linked identity provider would send.
 *
 * @param fleet name or ARN
 * @throws WorklinkError as {@link planLink}, but `WrongState` where none is linked
 */
export async function planLinkUpdate(
  backend: Backend,
  fleet: string,
  request: LinkRequest,
): Promise<LinkPlan> {
  const { document, findings } = judge(request);
  const arn = await changeableFleet(backend, fleet);
  const present = await describe(backend, arn);
  if (present.IdentityProviderType === undefined) {
    throw ownError('WrongState', `Fleet ${quote(fleet)} has no identity provider linked.`, {
      hint: `Link one: worklink idp link --fleet ${fleet} --metadata FILE`,
    });
  }
  const changed = document !== present.IdentityProviderSamlMetadata;
  return { input: inputOf(arn, document), findings, changed };
}

/** Links as {@link planLink} or {@link planLinkUpdate} has it. @returns the identity provider as it is then */
export async function linkIdentityProvider(
  backend: Backend,
  { input, changed }: LinkPlan,
  now: Date,
): Promise<IdentityProvider> {
  if (changed) await backend.workLink.call('UpdateIdentityProviderConfiguration', input);
  return showIdentityProvider(backend, input.FleetArn, now);
}

/** The identity provider's document, verbatim. @throws WorklinkError `NotFound` where there is none */
export function linkedMetadata({ identityProviderSamlMetadata: document }: IdentityProvider): string {
  if (document !== undefined) return document;
  throw ownError('NotFound', 'The fleet has no identity provider metadata.', {
    hint: 'Link it: worklink idp link --metadata FILE',
  });
}

function describe(
  { workLink }: Backend,
  arn: string,
): Promise<OperationOutput<'DescribeIdentityProviderConfiguration'>> {
  return workLink.call('DescribeIdentityProviderConfiguration', { FleetArn: arn });
}

function inputOf(arn: string, document: string | undefined): LinkInput {
  return {
    FleetArn: arn,
    IdentityProviderType: 'SAML',
    ...(document === undefined ? {} : { IdentityProviderSamlMetadata: document }),
  };
}

function judge({ metadata, now }: LinkRequest): {
  readonly document: string | undefined;
  readonly findings: readonly Finding[];
} {
  if (metadata === undefined) return { document: undefined, findings: [] };
  const reading = readIdentityProviderMetadata(metadata, { now });
  // The service takes characters, whatever encoding the file had.
  const document = decodeXml(metadata, MAX_METADATA_CHARACTERS).text;
  if (reading.verdict === 'refused' || document === undefined) throw new FindingsRefused('The metadata', reading.findings);
  return { document, findings: reading.findings };
}

function factsOf(reading: MetadataReading): Partial<IdentityProvider> {
  const facts = reading.identityProvider;
  return {
    ...(reading.entityId === undefined ? {} : { entityId: reading.entityId }),
    ...(facts === undefined
      ? {}
      : {
          singleSignOnServices: facts.singleSignOnServices,
          signingCertificates: facts.signingCertificates.map(
            ({ subject, sha256, keyType, notBefore, notAfter }) => ({
              subject,
              sha256,
              keyType,
              notBefore,
              notAfter,
            }),
          ),
          nameIdFormats: facts.nameIdFormats,
          wantAuthnRequestsSigned: facts.wantAuthnRequestsSigned,
          ...(facts.validUntil === undefined ? {} : { validUntil: facts.validUntil }),
        }),
  };
}
