export { openPaths, type OpenedPaths } from './files/open-paths.ts';
export { expandArchive } from './files/archives.ts';
export {
  importFiles,
  importPaths,
  type ImportFilesOptions,
  type ImportPathsOptions,
  type ImportProgress,
} from './ingest/import-files.ts';
export {
  type Access,
  type AccessOptions,
  createAccess,
  type Identity,
  projectFor,
  type RateLimits,
} from './access/access.ts';
export { assertMayListen } from './access/assert-may-listen.ts';
export { changeKeyFile, keyFilePath, readKeyFile, readLastUsed } from './access/key-file.ts';
export { openKeyRing } from './access/key-ring.ts';
export { ALL_PROJECTS, createKey, isExpired, type KeyRecord, type Scope, SCOPES } from './access/key.ts';
export { DEFAULT_PROJECT, isProjectName } from './access/project-name.ts';
export { createProjects, type Projects, type ProjectsOptions } from './access/projects.ts';
export {
  isUnlimited,
  parseSize,
  policyOf,
  readRetentionPolicies,
  retentionFilePath,
} from './retention/policy.ts';
export { startRetentionJob } from './retention/retention-job.ts';
export { createService, type Service, type ServiceOptions } from './service/service.ts';
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
