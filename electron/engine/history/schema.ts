/*
 * The schema of history.db, as a list of versions. A released version is never changed; a new one is appended.
 *
 * `runs` is narrow, so that lists and filters read little: its columns are a view for finding runs, lossy where SQL text
 * is. `documents` and `exchanges` hold the truth as JSON text, in which a lone surrogate and a NUL survive.
 */

export interface Migration {
  version: number;
  statements: readonly string[];
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    statements: [
      `CREATE TABLE runs (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        started_at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'interrupted')),
        outcome TEXT,
        prompt_source TEXT,
        prompt_name TEXT,
        prompt_version INTEGER,
        prompt_label TEXT,
        compile_mode TEXT,
        model TEXT NOT NULL,
        provider TEXT,
        http_status INTEGER,
        error_code TEXT,
        total_ms REAL,
        ttft_ms REAL,
        usage TEXT NOT NULL,
        comparison_id TEXT,
        replayed INTEGER NOT NULL DEFAULT 0,
        excerpt TEXT NOT NULL,
        bytes INTEGER NOT NULL DEFAULT 0,
        rating INTEGER CHECK (rating BETWEEN 1 AND 5),
        note TEXT,
        pinned INTEGER NOT NULL DEFAULT 0,
        deleted_at INTEGER
      ) STRICT`,
      // By one column each: within it rows lie by sequence, the order of every list.
      "CREATE INDEX runs_by_prompt ON runs (prompt_name)",
      "CREATE INDEX runs_by_model ON runs (model)",
      "CREATE INDEX runs_by_start ON runs (started_at)",
      "CREATE INDEX runs_running ON runs (state) WHERE state = 'running'",
      "CREATE INDEX runs_deleted ON runs (deleted_at) WHERE deleted_at IS NOT NULL",
      "CREATE INDEX runs_pinned ON runs (pinned) WHERE pinned = 1",
      "CREATE INDEX runs_rated ON runs (rating) WHERE rating IS NOT NULL",
      "CREATE INDEX runs_compared ON runs (comparison_id) WHERE comparison_id IS NOT NULL",
      `CREATE TABLE documents (
        sequence INTEGER PRIMARY KEY REFERENCES runs (sequence) ON DELETE CASCADE,
        document TEXT NOT NULL
      ) STRICT`,
      `CREATE TABLE exchanges (
        sequence INTEGER NOT NULL REFERENCES runs (sequence) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        exchange TEXT NOT NULL,
        frames TEXT NOT NULL,
        PRIMARY KEY (sequence, position)
      ) STRICT`,
      `CREATE TABLE parts (
        sequence INTEGER NOT NULL REFERENCES runs (sequence) ON DELETE CASCADE,
        part INTEGER NOT NULL,
        events TEXT NOT NULL,
        PRIMARY KEY (sequence, part)
      ) STRICT`,
      `CREATE TABLE blobs (
        hash TEXT PRIMARY KEY,
        data BLOB NOT NULL
      ) STRICT`,
      `CREATE TABLE blob_uses (
        hash TEXT NOT NULL REFERENCES blobs (hash),
        sequence INTEGER NOT NULL REFERENCES runs (sequence) ON DELETE CASCADE,
        PRIMARY KEY (hash, sequence)
      ) STRICT, WITHOUT ROWID`,
      "CREATE INDEX blob_uses_by_run ON blob_uses (sequence)",
      `CREATE VIRTUAL TABLE search USING fts5 (
        prompt, variables, messages, output, error,
        content = '', contentless_delete = 1, detail = full, prefix = '1 2 3',
        tokenize = 'unicode61 remove_diacritics 2'
      )`,
    ],
  },
  {
    version: 2,
    statements: ["ALTER TABLE runs ADD COLUMN gateway INTEGER NOT NULL DEFAULT 0"],
  },
  {
    // Texts may from here on be kept in pieces (`blob-text.ts`), which an older app would show as they are stored.
    version: 3,
    statements: ["ALTER TABLE runs ADD COLUMN best_blind_of INTEGER"],
  },
  {
    // Adds only, so that gigabytes of runs are upgraded at once: no row is rewritten. What older rows say in an older
    // form is brought up to date when it is read.
    version: 4,
    statements: [
      "ALTER TABLE runs RENAME COLUMN prompt_source TO prompt_library",
      // A version was a number; from here on it is an opaque text in `version`, and `prompt_version` is read for old rows.
      "ALTER TABLE runs ADD COLUMN version TEXT",
      "ALTER TABLE runs ADD COLUMN prompt_connection TEXT",
      "ALTER TABLE runs ADD COLUMN prompt_project TEXT",
      "ALTER TABLE runs ADD COLUMN content_hash TEXT",
      "ALTER TABLE runs ADD COLUMN edit_id TEXT",
      "ALTER TABLE runs ADD COLUMN kind TEXT NOT NULL DEFAULT 'generate' CHECK (kind IN ('generate', 'embed', 'relayed'))",
      "ALTER TABLE runs ADD COLUMN api TEXT",
      "ALTER TABLE runs ADD COLUMN job_id TEXT",
      "ALTER TABLE runs ADD COLUMN cell TEXT",
      "CREATE INDEX runs_by_job ON runs (job_id, cell) WHERE job_id IS NOT NULL",
      "CREATE INDEX runs_by_edit ON runs (edit_id) WHERE edit_id IS NOT NULL",
      `CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        spec TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'paused', 'done', 'cancelled', 'failed')),
        wish TEXT CHECK (wish IN ('pause', 'resume', 'cancel')),
        owner_pid INTEGER,
        owner_started INTEGER,
        beat_at INTEGER,
        created_at INTEGER NOT NULL,
        ended_at INTEGER,
        error TEXT
      ) STRICT`,
      "CREATE INDEX jobs_open ON jobs (state) WHERE ended_at IS NULL",
      `CREATE TABLE edits (
        id TEXT PRIMARY KEY,
        prompt_library TEXT NOT NULL,
        prompt_connection TEXT,
        prompt_project TEXT,
        prompt_name TEXT NOT NULL,
        document TEXT NOT NULL,
        changed_at INTEGER NOT NULL,
        discarded_at INTEGER
      ) STRICT`,
      "CREATE INDEX edits_by_prompt ON edits (prompt_name)",
    ],
  },
  {
    // Pictures in a job's spec are blobs as those of runs are; an older app would show the marks.
    version: 5,
    statements: [
      `CREATE TABLE job_blobs (
        hash TEXT NOT NULL REFERENCES blobs (hash),
        job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        PRIMARY KEY (hash, job_id)
      ) STRICT, WITHOUT ROWID`,
      "CREATE INDEX job_blobs_by_job ON job_blobs (job_id)",
    ],
  },
  {
    // What cells of experiments came to, what people say of them, and set-ups that are not started yet.
    version: 6,
    statements: [
      `CREATE TABLE results (
        job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        cell TEXT NOT NULL,
        result TEXT NOT NULL,
        PRIMARY KEY (job_id, cell)
      ) STRICT`,
      `CREATE TABLE ratings (
        job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        cell TEXT NOT NULL,
        rating TEXT NOT NULL,
        rated_at INTEGER NOT NULL,
        PRIMARY KEY (job_id, cell)
      ) STRICT`,
      `CREATE TABLE experiments (
        job_id TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
        -- The sequence of its first run, which stands for it in lists.
        first INTEGER,
        summary TEXT,
        spoken TEXT
      ) STRICT`,
      `CREATE TABLE setups (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        setup TEXT NOT NULL,
        changed_at INTEGER NOT NULL
      ) STRICT`,
    ],
  },
  {
    // Lists go by when a run began: within one prompt or model, too. A copy that holds only the rows has no index. What a
    // run cost stands in its row from here on.
    version: 7,
    statements: [
      "ALTER TABLE runs ADD COLUMN cost_usd REAL",
      "DROP INDEX IF EXISTS runs_by_prompt",
      "DROP INDEX IF EXISTS runs_by_model",
      // With what a count asks besides, so that it reads no row.
      "CREATE INDEX runs_by_prompt ON runs (prompt_name, started_at, sequence, job_id) WHERE deleted_at IS NULL",
      "CREATE INDEX runs_by_model ON runs (model, started_at, sequence, job_id) WHERE deleted_at IS NULL",
    ],
  },
];

/** What this app reads and writes. */
export const currentVersion = migrations.at(-1)?.version ?? 0;
