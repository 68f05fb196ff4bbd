import { type Field } from '../results.js';

/** A website authorization provider's members, as the guide shows them (View Website Authorization Providers). */
export const AUTHORIZATION_PROVIDER_FIELDS: readonly Field[] = [
  { name: 'domainName', title: 'DOMAIN' },
  { name: 'authorizationProviderType', title: 'PROVIDER TYPE' },
  { name: 'createdTime', title: 'DATE CREATED' },
  { name: 'authorizationProviderId', title: 'ID' },
];
