import { type Random, uuid } from './identifiers.js';
import { type TrailStore } from './store/trail.js';
import { cloudTrailRecord, type RecordedCall } from './trail-record.js';

/** Writes one call down (guide, Logging Amazon WorkLink API Calls with AWS CloudTrail). */
export function recordCall(trail: TrailStore, call: RecordedCall, random: Random): void {
  const record = JSON.stringify(cloudTrailRecord(call, uuid(random)));
  trail.insert({ time: call.now, eventName: call.operation, record });
}
