import { type TrailEvent, type TrailFilter } from '../model/trail-events.js';

/** What was done to WorkLink in the account and Region. */
export interface Trail {
  /** How far back it reaches, in days; without end where absent. */
  readonly historyDays?: number;
  /** The events that meet a filter, newest first, read as they are asked for. */
  events(filter?: TrailFilter): AsyncIterable<TrailEvent>;
}
