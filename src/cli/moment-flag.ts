import * as Flags from '@oclif/core/flags';
import { ownError } from '../core/errors.js';
import { parseMoment } from '../core/model/moment.js';
import { quote } from '../core/text.js';

/** A moment, with its zone. */
export const momentFlag = Flags.custom<Date>({
  helpValue: 'TIME',
  parse: (text) => {
    const moment = parseMoment(text);
    if (moment === undefined)
      throw ownError('Usage', `${quote(text)} is not a time with its zone, such as 2030-01-31T12:00:00Z.`);
    return Promise.resolve(moment);
  },
});
