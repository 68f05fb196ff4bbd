import { type EmulatorCredentials } from '../../core/ports/emulator.js';
import { renderVariables, type ShellFormat, type Variables } from './exports.js';
import { findRunning } from './running.js';

/** Where a server is that was started without a word about it. */
const DEFAULT_URL = 'http://127.0.0.1:4580';
/** It would be sent along with the emulator's keys, which have none. */
const CLEARED = ['AWS_SESSION_TOKEN'];

export interface EmulatorVariables {
  readonly text: string;
  readonly data: Variables;
  readonly notices: readonly string[];
}

export interface VariableOptions {
  readonly state: string;
  readonly format: ShellFormat;
  readonly region: string;
  /** Reads the administrator's keys from the state file. */
  readonly credentials: () => Promise<EmulatorCredentials>;
}

/** What points AWS's clients at the emulator: at the server that runs on the state, else where one usually is. */
export async function emulatorVariables({
  state,
  format,
  region,
  credentials,
}: VariableOptions): Promise<EmulatorVariables> {
  const running = await findRunning(state);
  const { accessKeyId, secretAccessKey } = running?.credentials ?? (await credentials());
  const data = {
    AWS_ENDPOINT_URL_WORKLINK: running?.url ?? DEFAULT_URL,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region, // the AWS CLI and boto3 read this one alone
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const notices = running === undefined ? [`No emulator runs on ${state} yet: worklink emulator start`] : [];
  return { text: renderVariables(data, CLEARED, format), data, notices };
}
