export { openPaths, type OpenedPaths } from './files/open-paths.ts';
export { expandArchive } from './files/archives.ts';
export {
  importFiles,
  importPaths,
  type ImportFilesOptions,
  type ImportPathsOptions,
  type ImportProgress,
} from './ingest/import-files.ts';
export { changeKeyFile, keyFilePath, readKeyFile, readLastUsed } from './access/key-file.ts';
export { ALL_PROJECTS, createKey, isExpired, type KeyRecord, type Scope, SCOPES } from './access/key.ts';
export { DEFAULT_PROJECT, isProjectName } from './access/project-name.ts';
export { parseSize, policyOf, readRetentionPolicies, retentionFilePath } from './retention/policy.ts';
export { createService, type Service, type ServiceOptions } from './service/service.ts';
export type { PatternsOptions } from './service/patterns.ts';
export type { MapOptions } from './service/process-map.ts';
export { ensureDiagnosis } from './service/diagnoses.ts';
export { type Durability, DURABILITIES } from './live/live-ingest.ts';
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
export { createModelAccess, type ModelAccess } from './opinion/model-access.ts';
