/** What was acknowledged and is not kept, because it tells nothing of an agent; counted over all projects of a server. */
export interface NotKept {
  dataPoints: number;
  logRecords: number;
}

export function createNotKept(): NotKept {
  return { dataPoints: 0, logRecords: 0 };
}
