import { type OperationInput, type OperationOutput } from '../../contract/contract.js';
import { ownError } from '../../errors.js';
import { type Finding } from '../../findings.js';
import { type Backend } from '../../ports/backend.js';
import { type MetadataReading, readIdentityProviderMetadata } from '../../saml/metadata.js';
import { type Vendor } from '../../saml/vendors.js';
import { quote } from '../../text.js';
import { changeableFleet } from '../domains/change.js';
import { FindingsRefused } from '../findings-refused.js';
import { onFleet } from '../names.js';
import { type LinkedCertificate, linkedCertificate } from './certificate.js';
import { changeFindings, type MetadataChange, metadataChanges, sideOf } from './changes.js';
import {
  type JudgedMetadata,
  judgeMetadata,
  type MetadataDocument,
  type MetadataRequest,
} from './metadata.js';

type Facts = Extract<MetadataReading, { readonly verdict: 'accepted' }>['identityProvider'];

/** A fleet's identity provider, as its metadata describes it. */
export interface IdentityProvider {
  readonly fleetArn: string;
  /** Absent where no identity provider is linked. */
  readonly identityProviderType?: 'SAML';
  readonly entityId?: string;
  /** Guessed by its addresses. */
  readonly vendor?: Vendor;
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

export type LinkInput = OperationInput<'UpdateIdentityProviderConfiguration'>;

/** The call that links an identity provider, its metadata judged. */
export interface LinkPlan {
  readonly input: LinkInput;
  /** Warnings and what is worth knowing. */
  readonly findings: readonly Finding[];
  /** Whether anything would be different. */
  readonly changed: boolean;
  /** What would be different in what the metadata says. */
  readonly changes: readonly MetadataChange[];
}

/** What is to be linked. */
export interface LinkRequest extends Omit<MetadataRequest, 'metadata'> {
  /** The document; the type alone is linked where absent. */
  readonly metadata?: MetadataDocument | undefined;
}

const SHOW = 'worklink idp show says more of it.';

/**
 * A fleet's identity provider.
 *
 * @param fleet name or ARN
 * @param now judges validity
 * @param expiresWithinMs how long before its end something is worth a warning; 30 days by default
 * @throws WorklinkError `NotFound`
 */
export function showIdentityProvider(
  backend: Backend,
  fleet: string,
  now: Date,
  expiresWithinMs?: number,
): Promise<IdentityProvider> {
  return onFleet(backend, fleet, async (arn) => {
    const found = await describe(backend, arn);
    const document = found.IdentityProviderSamlMetadata;
    const judged =
      document === undefined
        ? undefined
        : await judgeMetadata({
            metadata: document,
            now,
            ...(expiresWithinMs !== undefined && { expiresWithinMs }),
          });
    return {
      fleetArn: arn,
      ...(found.IdentityProviderType === undefined
        ? {}
        : { identityProviderType: found.IdentityProviderType }),
      ...(judged === undefined ? {} : factsOf(judged)),
      findings: judged?.findings ?? [],
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
  const judged = await judge(request);
  const document = judged?.text;
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
  return { input: inputOf(arn, document), findings: judged?.findings ?? [], changed: true, changes: [] };
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
  const judged = await judge(request);
  const document = judged?.text;
  const arn = await changeableFleet(backend, fleet);
  const present = await describe(backend, arn);
  if (present.IdentityProviderType === undefined) {
    throw ownError('WrongState', `Fleet ${quote(fleet)} has no identity provider linked.`, {
      hint: `Link one: worklink idp link --fleet ${fleet} --metadata FILE`,
    });
  }
  const linked = present.IdentityProviderSamlMetadata;
  const plan = { input: inputOf(arn, document), changed: document !== linked };
  const findings = judged?.findings ?? [];
  if (judged === undefined || linked === undefined) return { ...plan, findings, changes: [] };
  const before = sideOf(readIdentityProviderMetadata(linked));
  return {
    ...plan,
    findings: [...findings, ...changeFindings(before, judged)],
    changes: metadataChanges(before, judged),
  };
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

/** @throws FindingsRefused */
async function judge({ metadata, ...rest }: LinkRequest): Promise<JudgedMetadata | undefined> {
  if (metadata === undefined) return undefined;
  const judged = await judgeMetadata({ metadata, ...rest });
  if (judged.verdict === 'refused' || judged.text === undefined)
    throw new FindingsRefused('The metadata', judged.findings);
  return judged;
}

function factsOf({ entityId, vendor, facts }: JudgedMetadata): Partial<IdentityProvider> {
  return {
    ...(entityId === undefined ? {} : { entityId }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(facts === undefined
      ? {}
      : {
          singleSignOnServices: facts.singleSignOnServices,
          signingCertificates: facts.signingCertificates.map(linkedCertificate),
          nameIdFormats: facts.nameIdFormats,
          wantAuthnRequestsSigned: facts.wantAuthnRequestsSigned,
          ...(facts.validUntil === undefined ? {} : { validUntil: facts.validUntil }),
        }),
  };
}
