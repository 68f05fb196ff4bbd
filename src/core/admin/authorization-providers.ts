import { type OperationInput, type OperationOutput } from '../contract/contract.js';
import { AuthorizationProviderType } from '../contract/shapes.js';
import { ownError } from '../errors.js';
import { nearest } from '../nearest.js';
import { type Backend } from '../ports/backend.js';
import { quote } from '../text.js';
import { checkInput } from './check-input.js';
import { changeableFleet } from './domains/change.js';
import { checkDomainName, domainKey } from './domains/names.js';
import { onFleet } from './names.js';
import { type ListOptions, Pages } from './pages.js';
import { type View, view } from './view.js';

/** A provider that websites of a fleet use for sign-in besides the fleet's own (guide, Website Authorization Providers). */
export type AuthorizationProvider = View<
  NonNullable<OperationOutput<'ListWebsiteAuthorizationProviders'>['WebsiteAuthorizationProviders']>[number]
>;
type ProviderType = (typeof AUTHORIZATION_PROVIDER_TYPES)[number];
type Association = OperationInput<'AssociateWebsiteAuthorizationProvider'>;

/** "Currently, SAML is the only supported type" (guide, Associate Website Authorization Providers). */
export const AUTHORIZATION_PROVIDER_TYPES = AuthorizationProviderType.values;

/** @param fleet name or ARN. @throws WorklinkError `NotFound`, once it is read */
export function listAuthorizationProviders(
  backend: Backend,
  fleet: string,
  options: ListOptions = {},
): Pages<AuthorizationProvider> {
  return new Pages(
    (request) =>
      onFleet(backend, fleet, async (arn) => {
        const { WebsiteAuthorizationProviders: providers = [], NextToken: nextToken } =
          await backend.workLink.call('ListWebsiteAuthorizationProviders', { FleetArn: arn, ...request });
        return { items: providers.map(view), nextToken };
      }),
    options,
  );
}

/**
 * What associating a provider would send, checked.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`; `WrongState` for a fleet on its way out; `InvalidInput` for what is no domain name;
 *   `AlreadyExists` where the fleet has such a provider
 */
export async function planAuthorizationProvider(
  backend: Backend,
  fleet: string,
  domainName: string,
  type: ProviderType,
): Promise<Association> {
  const name = checkDomainName(domainName);
  const arn = await changeableFleet(backend, fleet);
  const input: Association = { FleetArn: arn, AuthorizationProviderType: type, DomainName: name };
  checkInput('AssociateWebsiteAuthorizationProvider', input, { DomainName: { label: 'DOMAIN' } });
  for await (const present of listAuthorizationProviders(backend, arn)) {
    if (isNamed(present, name)) {
      throw ownError(
        'AlreadyExists',
        `The fleet has the ${type} provider ${quote(name)} already, as ${present.authorizationProviderId ?? 'one without an id'}.`,
        { hint: 'worklink auth-provider list shows those it has.' },
      );
    }
  }
  return input;
}

/** Sends what {@link planAuthorizationProvider} made. @returns the provider as the fleet has it then */
export async function associateAuthorizationProvider(
  backend: Backend,
  input: Association,
): Promise<AuthorizationProvider> {
  const { AuthorizationProviderId: id } = await backend.workLink.call(
    'AssociateWebsiteAuthorizationProvider',
    input,
  );
  for await (const provider of listAuthorizationProviders(backend, input.FleetArn)) {
    if (provider.authorizationProviderId === id) return provider;
  }
  return view({
    AuthorizationProviderId: id,
    AuthorizationProviderType: input.AuthorizationProviderType,
    DomainName: input.DomainName,
  });
}

/** The call that takes a provider away, and the provider. */
export interface Disassociation {
  readonly input: OperationInput<'DisassociateWebsiteAuthorizationProvider'>;
  readonly provider: AuthorizationProvider;
}

/**
 * What disassociating a provider would send, checked.
 *
 * @param fleet name or ARN
 * @param reference the provider's id, or its domain name where no other has the same
 * @throws WorklinkError `NotFound` for the fleet and for the provider; `WrongState`; `InvalidInput` where several have the name
 */
export async function planDisassociation(
  backend: Backend,
  fleet: string,
  reference: string,
): Promise<Disassociation> {
  const arn = await changeableFleet(backend, fleet);
  const names: string[] = [];
  const found: AuthorizationProvider[] = [];
  for await (const provider of listAuthorizationProviders(backend, arn)) {
    const { authorizationProviderId: id, domainName } = provider;
    if (id === reference || isNamed(provider, reference)) found.push(provider);
    if (domainName !== undefined) names.push(domainName);
  }
  const [provider, another] = found;
  const id = provider?.authorizationProviderId;
  if (provider === undefined || id === undefined) {
    const near = nearest(reference, names);
    throw ownError('NotFound', `The fleet has no authorization provider ${quote(reference)}.`, {
      hint: `${near.length === 0 ? '' : `Did you mean ${near.join(', ')}? `}worklink auth-provider list shows those it has.`,
      details: { near },
    });
  }
  if (another !== undefined) {
    const ids = found.map((one) => one.authorizationProviderId ?? '');
    throw ownError('InvalidInput', `Several authorization providers have the domain ${quote(reference)}.`, {
      hint: `Give the id of the one that is meant: ${ids.join(', ')}.`,
      details: { ids },
    });
  }
  return { input: { FleetArn: arn, AuthorizationProviderId: id }, provider };
}

/** Sends what {@link planDisassociation} made. @returns the provider as it was */
export async function disassociate(
  { workLink }: Backend,
  { input, provider }: Disassociation,
): Promise<AuthorizationProvider> {
  await workLink.call('DisassociateWebsiteAuthorizationProvider', input);
  return provider;
}

function isNamed({ domainName }: AuthorizationProvider, name: string): boolean {
  return domainName !== undefined && domainKey(domainName) === domainKey(name);
}
