import { WorklinkError } from '../../core/errors.js';
import { servingFacts, type ServedPlace } from './detach.js';
import { emulatorNames, namedStateFile } from './place.js';
import { asEmulator, findServer, type Found } from './running.js';
import { EMULATOR, type Served } from './served.js';

/** How many servers are asked at a time. */
const AT_ONCE = 16;

export interface ServerStatus {
  readonly rows: readonly object[];
  /** What else there is to say, a sentence each. */
  readonly notices: readonly string[];
}

/** How a kind of server is told about. */
interface Told {
  readonly served: Served;
  readonly facts: (found: Found, place: ServedPlace) => object;
}

/**
 * Which emulators run: the one that is meant, running or not, and those that run under names.
 *
 * @param dataDirectory where named emulators are kept; nothing where only the one that is meant is asked for
 * @throws WorklinkError `Busy` where the one that is meant does not answer
 */
export function emulatorStatus(meant: ServedPlace, dataDirectory: string | undefined): Promise<ServerStatus> {
  const facts = (found: Found, place: ServedPlace): object => {
    const running = asEmulator(found);
    return servingFacts(running, running.accountId, place);
  };
  return serverStatus({ served: EMULATOR, facts }, meant, dataDirectory);
}

/** The like of any kind of server. @throws WorklinkError as {@link emulatorStatus} */
export async function serverStatus(
  { served, facts }: Told,
  meant: ServedPlace,
  dataDirectory: string | undefined,
): Promise<ServerStatus> {
  const own = await findServer(meant.state, served);
  const { name, state } = meant;
  const absent = { ...(name !== undefined && { name }), running: false, state };
  const rows: object[] = [own === undefined ? absent : facts(own, meant)];
  const notices: string[] = [];
  if (dataDirectory === undefined) return { rows, notices };
  const names = await emulatorNames(dataDirectory);
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const places = names
      .slice(from, from + AT_ONCE)
      .map((named): ServedPlace => ({ name: named, state: namedStateFile(dataDirectory, named) }));
    const found = await Promise.all(
      places.map(async (place) => ({ place, running: await findOrExcuse(place.state, served) })),
    );
    for (const { place, running } of found) {
      if (running instanceof WorklinkError) notices.push(running.message);
      else if (running !== undefined && place.state !== state) rows.push(facts(running, place));
    }
  }
  return { rows, notices };
}

/** One that does not answer must not hide the others. */
async function findOrExcuse(state: string, served: Served): Promise<Found | WorklinkError | undefined> {
  try {
    return await findServer(state, served);
  } catch (error) {
    if (error instanceof WorklinkError) return error;
    throw error;
  }
}
