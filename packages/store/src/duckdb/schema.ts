/**
 * What stands in the file. A migration, once released, is never edited: a later one changes what it made.
 *
 * - Nothing is updated in place. A changed record is a new row with a new `version` (one count over all tables); the
 *   row that it replaces is deleted in the same transaction. Reading needs no look at versions.
 * - What is filtered stands in small typed columns and in `attributes` (JSON whose values filters read as text); what is
 *   only read stands in long columns, apart.
 * - A long column pair `x`, `x_json`: `x` is the decoded text that search reads, `x_json` the JSON where `x` alone does
 *   not say everything.
 * - Long text is `USING COMPRESSION zstd`: without it a span takes nine times the space, since DuckDB never picks
 *   zstd for texts under 4 kB by itself.
 * - Messages are content-addressed: `id` is SHA-256 (its first 128 bits) of the content, `key` a dense number
 *   in order of arrival, so that spans name them briefly and a page of them lies together. `input` and `output` are
 *   keys, comma-separated: a LIST column costs eight times as much on the way in.
 * - `traces` tells quickly that a span is new because its whole trace is: spans are never looked up one by one.
 * - `findings` holds the reported ones; those of a diagnosis stand in its document. Of a person's, `author` says whose, and
 *   `judged` is the outcome it sets.
 * - `finding_categories` says what a diagnosis or a reported finding is about, without repeats within one version: documents are too
 *   slow to filter and count.
 * - `text_blocks` says for a range of message keys or span versions which pieces of text occur in it (text-filter.ts), and
 *   when its spans started; `message_uses` which block of spans, by its first version, names which message. Rows beyond the
 *   last block are not indexed yet. See docs/decisions/0004-text-search.md.
 * - Times are HUGEINT: ISO years up to 9999 are beyond 64 bits of nanoseconds.
 */
export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
}

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    statements: [
      `CREATE TABLE spans (
        version BIGINT NOT NULL,
        hash UBIGINT NOT NULL,
        run_id VARCHAR NOT NULL,
        trace_id VARCHAR NOT NULL,
        span_id VARCHAR NOT NULL,
        parent_id VARCHAR,
        name VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        operation VARCHAR NOT NULL,
        status VARCHAR NOT NULL,
        agent VARCHAR,
        model VARCHAR,
        tool VARCHAR,
        sequence DOUBLE NOT NULL,
        start_time HUGEINT,
        end_time HUGEINT,
        duration DOUBLE,
        input_tokens DOUBLE,
        output_tokens DOUBLE,
        tokens DOUBLE,
        cost DOUBLE,
        attributes VARCHAR NOT NULL USING COMPRESSION zstd,
        attributes_json VARCHAR USING COMPRESSION zstd,
        status_message VARCHAR USING COMPRESSION zstd,
        arguments VARCHAR USING COMPRESSION zstd,
        arguments_json VARCHAR USING COMPRESSION zstd,
        result VARCHAR USING COMPRESSION zstd,
        result_json VARCHAR USING COMPRESSION zstd,
        details VARCHAR USING COMPRESSION zstd,
        input VARCHAR USING COMPRESSION zstd,
        output VARCHAR USING COMPRESSION zstd
      )`,
      `CREATE TABLE messages (
        key INTEGER NOT NULL,
        id UHUGEINT NOT NULL,
        role VARCHAR NOT NULL,
        name VARCHAR,
        content VARCHAR NOT NULL USING COMPRESSION zstd,
        content_json VARCHAR USING COMPRESSION zstd
      )`,
      `CREATE TABLE runs (
        version BIGINT NOT NULL,
        hash UBIGINT NOT NULL,
        run_id VARCHAR NOT NULL,
        agent VARCHAR,
        model VARCHAR,
        task VARCHAR,
        format VARCHAR NOT NULL,
        path VARCHAR NOT NULL,
        outcome VARCHAR NOT NULL,
        score DOUBLE,
        start_time HUGEINT,
        end_time HUGEINT,
        duration DOUBLE,
        steps DOUBLE NOT NULL,
        spans DOUBLE NOT NULL,
        tokens DOUBLE,
        cost DOUBLE,
        document VARCHAR NOT NULL USING COMPRESSION zstd
      )`,
      `CREATE TABLE diagnoses (
        version BIGINT NOT NULL,
        hash UBIGINT NOT NULL,
        run_id VARCHAR NOT NULL,
        findings DOUBLE NOT NULL,
        onset_step DOUBLE,
        document VARCHAR NOT NULL USING COMPRESSION zstd
      )`,
      'CREATE TABLE traces (trace_id VARCHAR NOT NULL)',
      `CREATE VIEW diagnosed_runs AS
        SELECT r.*, d.findings, d.onset_step FROM runs r LEFT JOIN diagnoses d ON d.run_id = r.run_id`,
    ],
  },
  {
    version: 2,
    statements: [
      'ALTER TABLE runs ADD COLUMN session_id VARCHAR',
      'ALTER TABLE runs ADD COLUMN user_id VARCHAR',
      `CREATE TABLE findings (
        version BIGINT NOT NULL,
        hash UBIGINT NOT NULL,
        id VARCHAR NOT NULL,
        run_id VARCHAR NOT NULL,
        document VARCHAR NOT NULL USING COMPRESSION zstd
      )`,
      'DROP VIEW diagnosed_runs',
      `CREATE VIEW diagnosed_runs AS
        SELECT r.*, d.findings + coalesce(f.reported, 0) AS findings, d.onset_step FROM runs r
          LEFT JOIN diagnoses d ON d.run_id = r.run_id
          LEFT JOIN (SELECT run_id, count(*)::DOUBLE AS reported FROM findings GROUP BY run_id) f ON f.run_id = r.run_id`,
    ],
  },
  {
    version: 3,
    statements: [
      `CREATE TABLE text_blocks (
        subject VARCHAR NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        start_from HUGEINT,
        start_to HUGEINT,
        is_undated BOOLEAN NOT NULL,
        ${Array.from({ length: 16 }, (_, index) => `s${index} BLOB NOT NULL`).join(', ')}
      )`,
      'CREATE TABLE message_uses (message INTEGER NOT NULL, first INTEGER NOT NULL)',
    ],
  },
  {
    version: 4,
    statements: [
      'ALTER TABLE runs ADD COLUMN last_arrival HUGEINT',
      'ALTER TABLE runs ADD COLUMN open_spans DOUBLE',
      'ALTER TABLE findings ADD COLUMN author VARCHAR',
      'ALTER TABLE findings ADD COLUMN judged VARCHAR',
      'DROP VIEW diagnosed_runs',
      `CREATE VIEW diagnosed_runs AS
        SELECT
          r.* REPLACE (
            coalesce(f.judged, r.outcome) AS outcome,
            CASE WHEN f.judged IS NULL THEN r.score END AS score
          ),
          d.findings + coalesce(f.reported, 0) AS findings,
          d.onset_step,
          coalesce(f.annotations, 0) AS annotations,
          f.judged
        FROM runs r
          LEFT JOIN diagnoses d ON d.run_id = r.run_id
          LEFT JOIN (
            SELECT
              run_id,
              count(*) FILTER (author IS NULL)::DOUBLE AS reported,
              count(author)::DOUBLE AS annotations,
              arg_max(judged, version) AS judged
            FROM findings GROUP BY run_id
          ) f ON f.run_id = r.run_id`,
    ],
  },
  {
    version: 5,
    statements: [
      'CREATE TABLE finding_categories (version BIGINT NOT NULL, run_id VARCHAR NOT NULL, category VARCHAR NOT NULL, is_reported BOOLEAN NOT NULL)',
      `INSERT INTO finding_categories SELECT DISTINCT version, run_id, category, false FROM
        (SELECT version, run_id, unnest(document ->> '$.findings[*].category') AS category FROM diagnoses) WHERE category IS NOT NULL`,
      `INSERT INTO finding_categories SELECT version, run_id, (document ->> '/category'), true FROM findings
        WHERE author IS NULL AND (document ->> '/category') IS NOT NULL`,
      // Where only the outcome matters: diagnoses of all runs are not joined.
      `CREATE VIEW judged_runs AS
        SELECT r.* REPLACE (coalesce(f.judged, r.outcome) AS outcome, CASE WHEN f.judged IS NULL THEN r.score END AS score)
        FROM runs r LEFT JOIN (
          SELECT run_id, arg_max(judged, version) AS judged FROM findings WHERE judged IS NOT NULL GROUP BY run_id
        ) f ON f.run_id = r.run_id`,
    ],
  },
];
