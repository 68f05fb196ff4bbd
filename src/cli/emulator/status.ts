import { WorklinkError } from '../../core/errors.js';
import { servingFacts, type ServedPlace } from './detach.js';
import { emulatorNames, namedStateFile } from './place.js';
import { findRunning, type Running } from './running.js';

/** How many servers are asked at a time. */
const AT_ONCE = 16;

export interface EmulatorStatus {
  readonly rows: readonly object[];
  /** What else there is to say, a sentence each. */
  readonly notices: readonly string[];
}

/**
 * What runs: the emulator that is meant, running or not, and those that run under names.
 *
 * @param dataDirectory where named emulators are kept; nothing where only the one that is meant is asked for
 * @throws WorklinkError `Busy` where the one that is meant does not answer
 */
export async function emulatorStatus(
  meant: ServedPlace,
  dataDirectory: string | undefined,
): Promise<EmulatorStatus> {
  const own = await findRunning(meant.state);
  const { name, state } = meant;
  const absent = { ...(name !== undefined && { name }), running: false, state };
  const rows: object[] = [own === undefined ? absent : servingFacts(own, own.accountId, meant)];
  const notices: string[] = [];
  if (dataDirectory === undefined) return { rows, notices };
  const names = await emulatorNames(dataDirectory);
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const places = names
      .slice(from, from + AT_ONCE)
      .map((named): ServedPlace => ({ name: named, state: namedStateFile(dataDirectory, named) }));
    const found = await Promise.all(
      places.map(async (place) => ({ place, running: await findOrExcuse(place.state) })),
    );
    for (const { place, running } of found) {
      if (running instanceof WorklinkError) notices.push(running.message);
      else if (running !== undefined && place.state !== state)
        rows.push(servingFacts(running, running.accountId, place));
    }
  }
  return { rows, notices };
}

/** One that does not answer must not hide the others. */
async function findOrExcuse(state: string): Promise<Running | WorklinkError | undefined> {
  try {
    return await findRunning(state);
  } catch (error) {
    if (error instanceof WorklinkError) return error;
    throw error;
  }
}
