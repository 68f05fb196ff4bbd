import * as Flags from '@oclif/core/flags';
import { isOperationName, type OperationName, operationNames } from '../../core/contract/contract.js';
import { isServiceErrorName, SERVICE_ERRORS, type ServiceErrorName } from '../../core/contract/errors.js';
import { ownError, type WorklinkError } from '../../core/errors.js';
import { nearest } from '../../core/nearest.js';
import { quote } from '../../core/text.js';

/** An operation of the service, by its name. */
export const operationFlag = Flags.custom<OperationName>({
  helpValue: 'OPERATION',
  parse: (text) =>
    isOperationName(text)
      ? Promise.resolve(text)
      : Promise.reject(unknown(text, 'an operation', operationNames)),
});

/** One of the service's exceptions, by its name. */
export const serviceErrorFlag = Flags.custom<ServiceErrorName>({
  helpValue: 'EXCEPTION',
  parse: (text) =>
    isServiceErrorName(text)
      ? Promise.resolve(text)
      : Promise.reject(unknown(text, 'an exception of the service', Object.keys(SERVICE_ERRORS))),
});

/** A share, above 0 and at most 1; `25%` is one too. */
export const shareFlag = Flags.custom<number>({
  helpValue: 'SHARE',
  parse: (text) => {
    const share = parseShare(text);
    return share === undefined
      ? Promise.reject(
          ownError('Usage', `${quote(text)} is not a share above 0 and at most 1, such as 0.25 or 25%.`),
        )
      : Promise.resolve(share);
  },
});

function parseShare(text: string): number | undefined {
  if (!/^\d{1,3}(?:\.\d{1,9})?%?$/.test(text)) return undefined;
  const share = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  return share > 0 && share <= 1 ? share : undefined;
}

function unknown(text: string, what: string, names: readonly string[]): WorklinkError {
  const [near] = nearest(text, names);
  // The framework keeps an error's message and drops its hint.
  const help = near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${near}?`;
  return ownError('Usage', `${quote(text)} is not ${what}. ${help}`);
}
