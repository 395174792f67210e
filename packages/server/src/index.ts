export { openPaths, type OpenedPaths } from './files/open-paths.ts';
export { expandArchive } from './files/archives.ts';
export {
  importFiles,
  importPaths,
  type ImportFilesOptions,
  type ImportPathsOptions,
  type ImportProgress,
} from './ingest/import-files.ts';
export { createService, type Service, type ServiceOptions } from './service/service.ts';
export { ensureDiagnosis } from './service/diagnoses.ts';
export { type Durability, DURABILITIES } from './live/live-ingest.ts';
export { parseSize } from './retention/policy.ts';
export {
  DEFAULT_GRPC_PORT,
  DEFAULT_PORT,
  type RunningServer,
  type ServerOptions,
  startServer,
} from './start-server.ts';
export { isWebBuilt } from './http/static-files.ts';
export { readVersion } from './version.ts';
export { LIMITS } from './limits.ts';
