/** Written by scripts/train-onset.ts; docs/models/onset.md is its card. */
import type { Artifact } from '@tracewright/core';
import type { RankingModel } from './ranking.ts';

export const ONSET_RANKING: Artifact<'onset-ranking', RankingModel> = {
  "kind": "onset-ranking",
  "schemaVersion": 1,
  "name": "onset-ranking",
  "version": 1,
  "createdAt": "2026-11-26T00:00:00Z",
  "seed": 20261,
  "metrics": {
    "protocol": "nested cross-validation by question, 10 outer and 5 inner folds",
    "step": {
      "algorithm-generated": "26/57 = 45.6 % (33.4-58.4)",
      "hand-crafted": "13/32 = 40.6 % (25.5-57.7)",
      "agentrx-magentic": "4/26 = 15.4 % (6.2-33.5)",
      "agentrx-retail": "5/20 = 25.0 % (11.2-46.9)"
    },
    "ruleStep": {
      "algorithm-generated": "26/57 = 45.6 % (33.4-58.4)",
      "hand-crafted": "13/32 = 40.6 % (25.5-57.7)",
      "agentrx-magentic": "4/26 = 15.4 % (6.2-33.5)",
      "agentrx-retail": "5/20 = 25.0 % (11.2-46.9)"
    },
    "calibrationError": 0.108
  },
  "sources": {
    "description": "57 algorithm-generated, 32 hand-crafted, 26 agentrx-magentic, 20 agentrx-retail",
    "hash": "f9da3fb2988a636e4060f7a9923b487bd9314f15341800683a8936ec543a76c5"
  },
  "body": {
    "id": "learnt@1",
    "weights": {
      "act": 0.735,
      "first-act": 1.582,
      "uncontested-last-act": 2.895,
      "note": -0.989,
      "request": -0.864,
      "early": 0.92,
      "blunder": 1.59,
      "trouble": 0.512,
      "first-turn": -0.02,
      "second-turn": -0.342,
      "turns-before": -0.159,
      "last-step": 0.083,
      "near-end": 0.272,
      "new-agent": -0.072,
      "goes-on": 0.131,
      "hands-over": -0.077,
      "checker": -0.137,
      "after-note": 0.152,
      "second-act": 0.265,
      "last-act": 0.057,
      "change": 0.24,
      "code": -0.262,
      "first-program": -0.156,
      "repeats": -0.068,
      "explored-only": 0.056,
      "new-words": -0.078,
      "new-numbers": 0.187,
      "uncited-numbers": 0.341,
      "literal-data": 0.06,
      "task-words": 0.172,
      "restates-task": -0.13,
      "ungrounded-arguments": 0.004,
      "long": 0.157,
      "short": -0.347,
      "assumes": 0.304,
      "hedges": 0.01,
      "from-memory": -0.031,
      "says-verified": 0.094,
      "answers": 0.27,
      "ends": -0.144,
      "plans": 0.171,
      "asks": -0.515,
      "asks-others": 0.091,
      "admits-trouble": 0.139,
      "changes-course": 0.023,
      "cites": 0.276,
      "searches": -0.046,
      "reads-part": -0.399,
      "promises-only": 0.235,
      "failed": 0.027,
      "first-failure": 0.123,
      "never-made-good": -0.084,
      "worked": -0.219,
      "empty-result": -0.028,
      "nothing-ran": 0.105,
      "after-failure": -0.065,
      "before-failure": -0.011,
      "trouble-next": -0.153,
      "stall-next": -0.028,
      "satisfied-next": -0.109
    },
    "temperatures": {
      "peers": 1.158,
      "coordinated": 1.284,
      "tools": 0.918
    }
  }
};
