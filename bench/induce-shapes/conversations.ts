/** Scripted runs that every shape renders: our own invention, long enough to hold what real logs hold. */
import type { JsonObject, JsonValue } from '@tracewright/core';

export interface Call {
  readonly tool: string;
  readonly arguments: JsonObject;
  /** Text as a command prints it, or a value as a service answers. */
  readonly result: JsonValue;
  readonly failed?: boolean;
  /** Of a command. */
  readonly exitCode?: number;
}

export interface UserTurn {
  readonly by: 'user';
  readonly text: string;
}

export interface AgentTurn {
  readonly by: 'agent';
  /** Where it is not the agent that the conversation names. */
  readonly name?: string;
  readonly thought?: string;
  readonly text?: string;
  /** More than one are made in parallel. */
  readonly calls?: readonly Call[];
}

export type Turn = UserTurn | AgentTurn;

export interface Conversation {
  readonly id: string;
  readonly title: string;
  readonly agent: string;
  readonly model: string;
  readonly system: string;
  readonly startedAt: string;
  readonly turns: readonly Turn[];
}

function user(text: string): UserTurn {
  return { by: 'user', text };
}

function agent(turn: Omit<AgentTurn, 'by'>): AgentTurn {
  return { by: 'agent', ...turn };
}

const coding: Conversation = {
  id: 'coding',
  title: 'Rounding error in invoice totals',
  agent: 'coder',
  model: 'large-2025-06',
  system:
    'You are a careful programmer working in /workspace/billing.\n\nRules:\n- Run the tests before and after each change.\n- Never push to `main`.',
  startedAt: '2025-09-03T08:14:07.250Z',
  turns: [
    user(
      'The test `test_total_rounds_half_up` fails since yesterday. Please find out why and fix it.\n\nThe command is `pytest -q tests/test_invoice.py`.',
    ),
    agent({
      thought: 'First reproduce the failure, then look at the code that rounds.',
      text: "I'll run the failing test first.",
      calls: [
        {
          tool: 'bash',
          arguments: { command: 'cd /workspace/billing && pytest -q tests/test_invoice.py', timeout: 120 },
          result:
            '..F.                                                                     [100%]\n=================================== FAILURES ===================================\n__________________________ test_total_rounds_half_up ___________________________\n\n    def test_total_rounds_half_up():\n>       assert total([Line("0.125", 1)]) == Decimal("0.13")\nE       AssertionError: assert Decimal(\'0.12\') == Decimal(\'0.13\')\n\ntests/test_invoice.py:31: AssertionError\n1 failed, 3 passed in 0.21s',
          failed: true,
          exitCode: 1,
        },
      ],
    }),
    agent({
      thought: "Banker's rounding, it seems. Look at both the module and its history.",
      calls: [
        {
          tool: 'read_file',
          arguments: { path: 'billing/invoice.py', start_line: 1, end_line: 24 },
          result:
            'from decimal import Decimal\n\nCENT = Decimal("0.01")\n\n\ndef total(lines):\n    """Sum of all lines, in whole cents."""\n    amount = sum((line.price * line.count for line in lines), Decimal(0))\n    return amount.quantize(CENT)\n',
        },
        {
          tool: 'bash',
          arguments: { command: 'git log --oneline -3 -- billing/invoice.py', timeout: 10 },
          result:
            '9f31c2e use Decimal for totals\n51b0aa7 invoice: currency symbols (€, £)\n0c4d9d1 first version',
          exitCode: 0,
        },
      ],
    }),
    agent({
      text: 'The commit 9f31c2e dropped the rounding mode: `quantize` rounds half to even by default. I pass `ROUND_HALF_UP`.',
      calls: [
        {
          tool: 'edit_file',
          arguments: {
            path: 'billing/invoice.py',
            old_text: '    return amount.quantize(CENT)\n',
            new_text: '    return amount.quantize(CENT, rounding=ROUND_HALF_UP)\n',
          },
          result: 'Edited billing/invoice.py: 1 replacement',
        },
      ],
    }),
    agent({
      thought: 'Run the tests again.',
      calls: [
        {
          tool: 'bash',
          arguments: { command: 'cd /workspace/billing && pytest -q tests/test_invoice.py', timeout: 120 },
          result: "E   NameError: name 'ROUND_HALF_UP' is not defined\n4 failed in 0.19s",
          failed: true,
          exitCode: 1,
        },
      ],
    }),
    agent({
      thought: 'The import is missing.',
      calls: [
        {
          tool: 'edit_file',
          arguments: {
            path: 'billing/invoice.py',
            old_text: 'from decimal import Decimal\n',
            new_text: 'from decimal import ROUND_HALF_UP, Decimal\n',
          },
          result: 'Edited billing/invoice.py: 1 replacement',
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'bash',
          arguments: { command: 'cd /workspace/billing && pytest -q', timeout: 300 },
          result:
            '.....................                                                    [100%]\n21 passed in 1.04s',
          exitCode: 0,
        },
      ],
    }),
    agent({
      text: 'Fixed. `total` used the default rounding of `Decimal.quantize`, which is half to even; it now rounds half up:\n\n```python\nreturn amount.quantize(CENT, rounding=ROUND_HALF_UP)\n```\n\nAll 21 tests pass.',
    }),
    user('Great. Commit it on a branch, please.'),
    agent({
      calls: [
        {
          tool: 'bash',
          arguments: {
            command: 'git switch -c fix/round-half-up && git commit -qam "invoice: round half up"',
            timeout: 10,
          },
          result: "Switched to a new branch 'fix/round-half-up'",
          exitCode: 0,
        },
      ],
    }),
    agent({ text: 'Committed on `fix/round-half-up`; nothing is pushed.' }),
  ],
};

const refunds: Conversation = {
  id: 'refunds',
  title: 'Broken lamp, wrong size',
  agent: 'support',
  model: 'small-2025-03',
  system:
    '# Policy of the shop desk\n\n1. Refunds only for items delivered within 30 days.\n2. Ask the customer to confirm before you change an order.\n3. Hand over to a person when a tool fails twice.',
  startedAt: '2025-06-17T13:02:41.000Z',
  turns: [
    user('Hi, my order #W-20481 arrived today and the lamp is broken 😞'),
    agent({ text: "I'm sorry to hear that! May I have the e-mail address of your account, please?" }),
    user('zoe.lindqvist@example.com'),
    agent({
      thought: 'Find the account, then the order.',
      calls: [
        {
          tool: 'find_customer',
          arguments: { email: 'zoe.lindqvist@example.com' },
          result: {
            customer_id: 'c_7731',
            name: 'Zoë Lindqvist',
            tier: 'plus',
            orders: ['W-20481', 'W-19007'],
          },
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'get_order',
          arguments: { order_id: 'W-20481', include_items: true },
          result: {
            order_id: 'W-20481',
            status: 'delivered',
            delivered_at: '2025-06-17',
            items: [
              { sku: 'LMP-03', title: 'Desk lamp "Nora"', price: 39.9, quantity: 1 },
              { sku: 'SOX-42', title: 'Wool socks, 42', price: 12, quantity: 2 },
            ],
            total: 63.9,
          },
        },
      ],
    }),
    agent({
      text: 'Thank you, Zoë. I can refund the lamp "Nora" (39.90 €) to the card you paid with. Shall I go ahead?',
    }),
    user('yes please. also the socks are 42, I ordered 38?'),
    agent({
      thought: 'Two changes: the refund is confirmed; check the stock for the exchange meanwhile.',
      calls: [
        {
          tool: 'refund_items',
          arguments: {
            order_id: 'W-20481',
            items: [{ sku: 'LMP-03', quantity: 1 }],
            reason: 'damaged',
            payment: { method: 'card', last4: '4417' },
          },
          result: 'Error: payment method card-4417 not found on order W-20481',
          failed: true,
        },
        {
          tool: 'check_stock',
          arguments: { sku: 'SOX-38' },
          result: { sku: 'SOX-38', available: 14, warehouse: 'Malmö' },
        },
      ],
    }),
    agent({
      thought: 'The customer paid otherwise; use the original method.',
      calls: [
        {
          tool: 'refund_items',
          arguments: {
            order_id: 'W-20481',
            items: [{ sku: 'LMP-03', quantity: 1 }],
            reason: 'damaged',
            payment: { method: 'original' },
          },
          result: { refund_id: 'r_5520', amount: 39.9, currency: 'EUR', state: 'pending' },
        },
      ],
    }),
    agent({
      text: 'The refund of 39.90 € is on its way (r_5520).\n\nAs for the socks: size 38 is in stock. Shall I send you two pairs and a label to return the others?',
    }),
    user('Perfect, do that'),
    agent({
      calls: [
        {
          tool: 'exchange_item',
          arguments: {
            order_id: 'W-20481',
            from_sku: 'SOX-42',
            to_sku: 'SOX-38',
            quantity: 2,
            send_label: true,
          },
          result: { exchange_id: 'x_118', label_url: 'https://shop.example/labels/x_118.pdf' },
        },
      ],
    }),
    agent({
      text: 'Done: the new socks leave Malmö tomorrow, and the label is in your mailbox. Anything else?',
    }),
    user('no, thanks a lot!'),
    agent({ text: 'You are welcome, Zoë. Have a nice day!' }),
  ],
};

const research: Conversation = {
  id: 'research',
  title: 'Longest inland ferry',
  agent: 'planner',
  model: 'large-2025-06',
  system: 'You answer questions with sources. Cite the page for every figure.',
  startedAt: '2025-07-22T19:45:30.500Z',
  turns: [
    user(
      'Which inland ferry line of Nordland is the longest, how long does it take, and since when does it run?',
    ),
    agent({
      thought: 'Split the question: find candidates, then check duration and history.',
      text: 'Plan:\n1. list the ferry lines of Nordland\n2. compare their lengths\n3. look up the history of the longest\n\nResearcher, please start with 1.',
    }),
    agent({
      name: 'researcher',
      thought: 'Two searches at once are quicker.',
      calls: [
        {
          tool: 'web_search',
          arguments: { query: 'Nordland inland ferry lines length km', max_results: 3 },
          result: [
            {
              title: 'Ferry lines of Nordland',
              url: 'https://ferries.example/nordland',
              snippet: 'Tysfjord–Skåla 26 km, Ørnes–Støtt 31 km …',
            },
            {
              title: 'Timetables',
              url: 'https://timetable.example/nordland',
              snippet: 'All lines, winter 2025',
            },
          ],
        },
        {
          tool: 'web_search',
          arguments: { query: '"longest inland ferry" Nordland', max_results: 3 },
          result: [],
        },
      ],
    }),
    agent({
      name: 'researcher',
      thought: 'Ørnes–Støtt seems to be the longest. Open the page for the duration.',
      calls: [
        {
          tool: 'open_page',
          arguments: { url: 'https://ferries.example/nordland', section: null },
          result:
            '# Ferry lines of Nordland\n\n| line | length | duration |\n| --- | ---: | ---: |\n| Tysfjord–Skåla | 26 km | 70 min |\n| Ørnes–Støtt | 31 km | 85 min |\n\n> "The Støtt line is the longest of them", says the operator.',
        },
      ],
    }),
    agent({
      name: 'researcher',
      calls: [
        {
          tool: 'open_page',
          arguments: { url: 'https://ferries.example/history/stott', section: 'Opening' },
          result: 'HTTP 503: Service Unavailable',
          failed: true,
        },
      ],
    }),
    agent({
      name: 'researcher',
      thought: 'Try the archive.',
      calls: [
        {
          tool: 'open_page',
          arguments: { url: 'https://archive.example/ferries/stott', section: 'Opening' },
          result: 'The line was opened on 1 May 1964; until then the mail boat called twice a week.',
        },
      ],
    }),
    agent({
      name: 'researcher',
      text: 'Ørnes–Støtt: 31 km, 85 minutes (ferries.example/nordland), opened 1 May 1964 (archive.example). Writer, over to you.',
    }),
    agent({
      name: 'writer',
      thought: 'Short answer with both sources.',
      text: 'The longest inland line is **Ørnes–Støtt**: 31 km in 85 minutes [1], in service since 1 May 1964 [2].\n\n[1] https://ferries.example/nordland\n[2] https://archive.example/ferries/stott',
    }),
  ],
};

const analysis: Conversation = {
  id: 'analysis',
  title: 'Sales of May by region',
  agent: 'analyst',
  model: 'medium-2025-05',
  system:
    'You are a data analyst. The table `sales(day, region, units, revenue)` is in the warehouse "retail".',
  startedAt: '2025-06-02T07:30:00.125Z',
  turns: [
    user('How did revenue in May compare with April, by region? One sentence per region is enough.'),
    agent({
      thought: 'Look at the columns first.',
      calls: [
        {
          tool: 'describe_table',
          arguments: { table: 'sales' },
          result: 'day DATE, region TEXT, units INTEGER, revenue NUMERIC(12,2)',
        },
      ],
    }),
    agent({
      thought: 'Group by month and region.',
      calls: [
        {
          tool: 'run_sql',
          arguments: {
            query:
              "SELECT region, date_trunc('month', day) AS month, sum(revenu) AS revenue\nFROM sales\nWHERE day >= '2025-04-01' AND day < '2025-06-01'\nGROUP BY 1, 2",
            limit: 100,
          },
          result:
            'ERROR: column "revenu" does not exist\nLINE 1: ...date_trunc(\'month\', day) AS month, sum(revenu) AS revenue\nHINT: Perhaps you meant "revenue".',
          failed: true,
        },
      ],
    }),
    agent({
      thought: 'A typing error.',
      calls: [
        {
          tool: 'run_sql',
          arguments: {
            query:
              "SELECT region, date_trunc('month', day) AS month, sum(revenue) AS revenue\nFROM sales\nWHERE day >= '2025-04-01' AND day < '2025-06-01'\nGROUP BY 1, 2",
            limit: 100,
          },
          result: {
            columns: ['region', 'month', 'revenue'],
            rows: [
              ['north', '2025-04', 120400.5],
              ['north', '2025-05', 131980],
              ['south', '2025-04', 98020.25],
              ['south', '2025-05', 91150.75],
            ],
            row_count: 4,
          },
        },
      ],
    }),
    agent({
      text: 'I compute the changes in per cent.',
      calls: [
        {
          tool: 'run_python',
          arguments: {
            code: 'north = 131980 / 120400.5 - 1\nsouth = 91150.75 / 98020.25 - 1\nprint(f"north {north:+.1%}, south {south:+.1%}")',
          },
          result: 'north +9.6%, south -7.0%\n',
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'save_chart',
          arguments: {
            kind: 'bar',
            title: 'Revenue, April vs. May',
            series: { north: [120400.5, 131980], south: [98020.25, 91150.75] },
            stacked: false,
          },
          result: true,
        },
      ],
    }),
    agent({
      text: '- **North**: revenue rose by 9.6 %, from 120,400.50 to 131,980.00.\n- **South**: revenue fell by 7.0 %, from 98,020.25 to 91,150.75.\n\nThe chart is saved.',
    }),
  ],
};

const travel: Conversation = {
  id: 'travel',
  title: 'Two days in Ghent',
  agent: 'travel_agent',
  model: 'small-2025-03',
  system: 'You book trips. Prices are in euros. Never book before the traveller has said yes.',
  startedAt: '2025-10-11T16:20:05.000Z',
  turns: [
    user(
      'I need a train from Cologne to Ghent on Friday 24 October and a hotel for two nights, under 300 € in total.',
    ),
    agent({
      text: 'I look for trains and hotels at the same time.',
      calls: [
        {
          tool: 'search_trains',
          arguments: {
            from: 'Köln Hbf',
            to: 'Gent-Sint-Pieters',
            date: '2025-10-24',
            passengers: { adults: 1, children: 0 },
          },
          result: {
            trains: [
              { id: 't1', departs: '07:43', arrives: '10:58', price: 59.9, changes: 1 },
              { id: 't2', departs: '13:43', arrives: '16:58', price: 38.4, changes: 1 },
            ],
          },
        },
        {
          tool: 'search_hotels',
          arguments: {
            city: 'Ghent',
            check_in: '2025-10-24',
            nights: 2,
            filters: { max_price: 120, breakfast: true },
          },
          result: { hotels: [{ id: 'h9', name: 'Hôtel de la Lys', price_per_night: 104, rating: 8.7 }] },
        },
      ],
    }),
    agent({
      text: 'Here is what I found:\n\n* Train at 13:43, one change, 38.40 €\n* Hôtel de la Lys with breakfast, 2 × 104 €\n\nTogether 246.40 €. Shall I book both?',
    }),
    user('Is there a later train? I work until 3 pm.'),
    agent({
      thought: 'Search again with an earliest departure.',
      calls: [
        {
          tool: 'search_trains',
          arguments: {
            from: 'Köln Hbf',
            to: 'Gent-Sint-Pieters',
            date: '2025-10-24',
            passengers: { adults: 1, children: 0 },
            earliest: '15:30',
          },
          result: { trains: [{ id: 't3', departs: '15:43', arrives: '18:58', price: 44.9, changes: 1 }] },
        },
      ],
    }),
    agent({ text: 'Yes: 15:43, arriving at 18:58, for 44.90 €. The total is then 252.90 €.' }),
    user('Good, book it all.'),
    agent({
      calls: [
        {
          tool: 'book_train',
          arguments: { train_id: 't3', class: 2 },
          result: { booking: 'BT-6612', seat: '14B' },
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'book_hotel',
          arguments: { hotel_id: 'h9', nights: 2, guest: { first_name: 'Ingrid', last_name: "O'Neill" } },
          result: 'timeout after 30 s',
          failed: true,
        },
      ],
    }),
    agent({
      thought: 'Try once more.',
      calls: [
        {
          tool: 'book_hotel',
          arguments: { hotel_id: 'h9', nights: 2, guest: { first_name: 'Ingrid', last_name: "O'Neill" } },
          result: { booking: 'BH-0093', free_cancellation_until: '2025-10-22' },
        },
      ],
    }),
    agent({
      text: 'All booked: train BT-6612 (seat 14B) and hotel BH-0093, free to cancel until 22 October. Bon voyage!',
    }),
  ],
};

const incident: Conversation = {
  id: 'incident',
  title: 'Checkout is slow',
  agent: 'oncall',
  model: 'medium-2025-05',
  system: 'You are on call for the shop. Read before you restart; restarting needs a reason.',
  startedAt: '2025-11-05T02:11:58.900Z',
  turns: [
    user('ALERT checkout p95 latency 4.8s (threshold 1s), region eu-north, since 02:04 UTC'),
    agent({
      thought: 'See which services are unhealthy.',
      calls: [
        {
          tool: 'list_services',
          arguments: {},
          result:
            'NAME       READY  RESTARTS  AGE\ncart       3/3    0         12d\ncheckout   3/3    0         12d\npayments   2/3    7         41m',
        },
      ],
    }),
    agent({
      thought: 'payments restarts. Read its log and the graph of connections.',
      calls: [
        {
          tool: 'read_logs',
          arguments: { service: 'payments', since_minutes: 15, level: 'error' },
          result:
            '02:05:11 ERROR pool: timeout waiting for connection (max=20, in use=20)\n02:05:42 ERROR pool: timeout waiting for connection (max=20, in use=20)\n02:06:03 FATAL liveness probe failed: GET /healthz -> 500',
        },
        {
          tool: 'query_metric',
          arguments: {
            expression: 'max(db_connections{service="payments"})',
            range: { from: '02:00', to: '02:10' },
            step_seconds: 60,
          },
          result: {
            unit: 'connections',
            points: [
              [0, 11],
              [240, 19],
              [300, 20],
              [600, 20],
            ],
          },
        },
      ],
    }),
    agent({
      text: 'The pool of `payments` is exhausted. I ask the database expert what holds the connections.',
    }),
    agent({
      name: 'db_expert',
      thought: 'Look for long transactions.',
      calls: [
        {
          tool: 'run_sql',
          arguments: {
            query:
              "SELECT pid, now() - xact_start AS age, left(query, 60) FROM pg_stat_activity WHERE state = 'idle in transaction' ORDER BY age DESC",
            database: 'payments',
          },
          result:
            'pid | age | left\n8123 | 00:09:54 | UPDATE ledger SET settled = true WHERE batch_id = 771\n(1 row)',
        },
      ],
    }),
    agent({
      name: 'db_expert',
      text: 'Session 8123 has held its locks for ten minutes: the nightly settlement, batch 771. It is safe to end it; the job retries.',
    }),
    agent({
      thought: 'End the session.',
      calls: [
        {
          tool: 'run_sql',
          arguments: { query: 'SELECT pg_terminate_backend(8123)', database: 'payments' },
          result: 't',
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'restart_service',
          arguments: { service: 'payments', reason: 'pool exhausted by session 8123', grace_seconds: 20 },
          result: '',
        },
      ],
    }),
    agent({
      thought: 'Did it help?',
      calls: [
        {
          tool: 'query_metric',
          arguments: {
            expression: 'p95(checkout_latency_seconds)',
            range: { from: '02:15', to: '02:25' },
            step_seconds: 60,
          },
          result: {
            unit: 'seconds',
            points: [
              [0, 4.7],
              [120, 1.6],
              [300, 0.41],
            ],
          },
        },
      ],
    }),
    agent({
      text: 'Resolved at 02:20 UTC.\n\nCause: the settlement job (batch 771) kept a transaction open, so that `payments` ran out of connections.\nDone: session 8123 ended, `payments` restarted; p95 is 0.41 s.\nNext: set `idle_in_transaction_session_timeout`.',
    }),
  ],
};

const wording: Conversation = {
  id: 'wording',
  title: 'A kinder rejection',
  agent: 'assistant',
  model: 'small-2025-03',
  system: 'You help with letters. Keep the tone of the writer.',
  startedAt: '2025-05-09T10:00:12.000Z',
  turns: [
    user('Can you make this kinder? "We have decided against your application."'),
    agent({
      text: 'For example:\n\n> Thank you for the time you took to apply. We have chosen another candidate this time.\n\nShall it name a reason?',
    }),
    user('Yes: they lack a driving licence (class B).'),
    agent({
      thought: 'Name the reason without blame.',
      text: '> Thank you for the time you took to apply. As the work needs a class B licence from the first day, we have chosen another candidate this time.',
    }),
    user('And in Spanish?'),
    agent({
      text: '> Le agradecemos el tiempo que dedicó a su candidatura. Como el puesto exige un permiso de clase B desde el primer día, esta vez hemos elegido a otra persona.',
    }),
    user('¡Muchas gracias!'),
    agent({ text: '¡De nada! Suerte con la carta.' }),
  ],
};

export const CONVERSATIONS: readonly Conversation[] = [
  coding,
  refunds,
  research,
  analysis,
  travel,
  incident,
  wording,
];
