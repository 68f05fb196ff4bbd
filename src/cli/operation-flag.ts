import * as Flags from '@oclif/core/flags';
import { isOperationName, type OperationName, operationNames } from '../core/contract/contract.js';
import { ownError, type WorklinkError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { quote } from '../core/text.js';

/** An operation of the service, by its name. */
export const operationFlag = Flags.custom<OperationName>({
  helpValue: 'OPERATION',
  parse: (text) =>
    isOperationName(text)
      ? Promise.resolve(text)
      : Promise.reject(unknownName(text, 'an operation', operationNames)),
});

/** That a text is none of the names there are. */
export function unknownName(text: string, what: string, names: readonly string[]): WorklinkError {
  const [near] = nearest(text, names);
  // The framework keeps an error's message and drops its hint.
  const help = near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${near}?`;
  return ownError('Usage', `${quote(text)} is not ${what}. ${help}`);
}
