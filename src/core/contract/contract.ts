import { type Operation } from './operation.js';
import { configurationOperations } from './operations/configuration.js';
import { deviceOperations } from './operations/devices.js';
import { domainOperations } from './operations/domains.js';
import { fleetOperations } from './operations/fleets.js';
import { tagOperations } from './operations/tags.js';
import { trustOperations } from './operations/trust.js';
import { type Infer } from './schema.js';

/** The name under which requests are signed and the service's IAM actions begin. */
export const SERVICE_NAME = 'worklink';

/** Every operation of the service, by name. */
export const contract = {
  ...fleetOperations,
  ...domainOperations,
  ...configurationOperations,
  ...deviceOperations,
  ...trustOperations,
  ...tagOperations,
} as const;

export type OperationName = keyof typeof contract;
export type OperationInput<O extends OperationName> = Infer<(typeof contract)[O]['input']>;
export type OperationOutput<O extends OperationName> = Infer<(typeof contract)[O]['output']>;

/** The names of all operations, in alphabetical order. */
export const operationNames: readonly OperationName[] = Object.keys(contract).filter(isOperationName).sort();

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(contract, name);
}

/** An operation's definition without the types of its own members, for code that treats all alike. */
export function definitionOf(name: OperationName): Operation {
  return contract[name];
}
