import * as Flags from '@oclif/core/flags';
import { OUTPUTS } from './presets.js';

export const BACKENDS = ['local', 'aws'] as const;
export type BackendName = (typeof BACKENDS)[number];

const helpGroup = 'GLOBAL';

/** The flags every command has. */
export const globalFlags = {
  backend: Flags.option({ options: BACKENDS })({
    summary: 'Where the service is: the emulator in a local file, or AWS.',
    helpGroup,
    default: 'local',
  }),
  state: Flags.string({ summary: 'State file of the local backend.', helpValue: 'FILE', helpGroup }),
  companions: Flags.option({ options: BACKENDS })({
    summary: 'Where certificates, networks, streams and the like are, if not where the service is.',
    helpGroup,
  }),
  profile: Flags.string({ summary: 'AWS profile of the aws backend.', helpValue: 'NAME', helpGroup }),
  region: Flags.string({ summary: "Region the fleets' home is in.", helpValue: 'REGION', helpGroup }),
  'endpoint-url': Flags.string({
    summary: 'Endpoint of WorkLink for the aws backend.',
    helpValue: 'URL',
    helpGroup,
  }),
  output: Flags.option({ options: OUTPUTS })({
    char: 'o',
    summary:
      'Form of the result. wide is a table with all columns, name only what names each row; settings files can have presets of their own.',
    helpGroup,
    default: 'table',
  }),
  json: Flags.boolean({ summary: 'The same as --output json.', helpGroup }),
  query: Flags.string({
    summary: 'JMESPath expression asked of the whole result.',
    helpValue: 'EXPRESSION',
    helpGroup,
  }),
  columns: Flags.string({
    summary: 'Columns of tables, CSV and text, in order, separated by commas.',
    helpValue: 'NAMES',
    helpGroup,
  }),
  'no-header': Flags.boolean({ summary: 'Leave the titles of tables and CSV out.', helpGroup }),
  quiet: Flags.boolean({ summary: 'Say nothing but the result and errors.', helpGroup }),
  debug: Flags.boolean({ summary: 'Show where an error came from.', helpGroup }),
  'no-input': Flags.boolean({ summary: 'Never ask.', helpGroup }),
  'no-color': Flags.boolean({ summary: 'Never use colour.', helpGroup }),
};
