/** Four more scripted runs, for the shapes written blind: books, a draft, a greenhouse and old letters. */
import type { AgentTurn, Conversation, UserTurn } from './conversations.ts';

function user(text: string): UserTurn {
  return { by: 'user', text };
}

function agent(turn: Omit<AgentTurn, 'by'>): AgentTurn {
  return { by: 'agent', ...turn };
}

const library: Conversation = {
  id: 'library',
  title: 'Two novels for Saturday',
  agent: 'librarian',
  model: 'medium-2025-05',
  system: 'You serve the readers of the town library of Sapporo. At most three reservations per reader.',
  startedAt: '2025-11-19T01:15:33.400Z',
  turns: [
    user('Do you have 雪国 by Kawabata, in Japanese or English? I would like to fetch it on Saturday.'),
    agent({
      thought: 'One search for each language.',
      text: 'Let me look in both languages.',
      calls: [
        {
          tool: 'catalogue_search',
          arguments: { terms: ['雪国', '川端康成'], filters: { language: 'ja', lendable: true }, page: 1 },
          result: { hits: 2, items: [{ copy: 'B-1904', title: '雪国', branch: '中央図書館', due: null }] },
        },
        {
          tool: 'catalogue_search',
          arguments: { terms: ['Snow Country'], filters: { language: 'en', lendable: true }, page: 1 },
          result: { hits: 0, items: [] },
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'reserve_copy',
          arguments: { copy: 'B-1904', reader: 'R-33017', pickup: '2025-11-22T10:00' },
          result: 'LIB-22: reader R-33017 has an unpaid fee of 120 JPY',
          failed: true,
        },
      ],
    }),
    agent({
      text: 'The Japanese copy is free, but there is a fee of 120 yen on your card. May I charge it to your account?',
    }),
    user('はい、お願いします。'),
    agent({
      thought: 'Settle the fee, then reserve again.',
      calls: [
        {
          tool: 'settle_fee',
          arguments: { reader: 'R-33017', amount: 120, currency: 'JPY' },
          result: 'receipt 7741',
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'reserve_copy',
          arguments: { copy: 'B-1904', reader: 'R-33017', pickup: '2025-11-22T10:00' },
          result: { reservation: 'V-88', shelf: 'A 12', expires: '2025-11-25' },
        },
      ],
    }),
    agent({ text: 'Reserved: shelf A 12, until 25 November (V-88). 良い週末を！' }),
  ],
};

const press: Conversation = {
  id: 'press',
  title: 'Release notes before noon',
  agent: 'editor',
  model: 'large-2025-06',
  system: 'You edit texts. Change no facts.',
  startedAt: '2025-04-16T08:55:01.000Z',
  turns: [
    user(
      'Proofread `drafts/notes-3.2.md` and publish it to the staging site.\n\n* keep the headings\n* British spelling',
    ),
    agent({
      thought: 'Read the draft first.',
      calls: [
        {
          tool: 'open_draft',
          arguments: { path: 'drafts/notes-3.2.md', encoding: 'utf-8' },
          result:
            '# Notes for 3.2\n\n## Colors\n\nThe colour picker remembers it\'s last value.\n\n```js\npicker.open({ color: "#c0ffee" });\n```\n\n| key | action |\n| --- | --- |\n| Esc | close |\n',
        },
      ],
    }),
    agent({
      text: 'Two things to change: a heading in American spelling and an apostrophe.',
      calls: [
        {
          tool: 'replace_text',
          arguments: {
            path: 'drafts/notes-3.2.md',
            edits: [
              { line: 3, find: '## Colors', put: '## Colours' },
              { line: 5, find: "it's last", put: 'its last' },
            ],
          },
          result: '2 edits applied\n@@ -3 +3 @@\n-## Colors\n+## Colours',
        },
      ],
    }),
    agent({
      calls: [
        { tool: 'word_count', arguments: { path: 'drafts/notes-3.2.md' }, result: 31 },
        { tool: 'check_links', arguments: { path: 'drafts/notes-3.2.md', external: false }, result: [] },
      ],
    }),
    agent({
      thought: 'Nothing is broken. Publish.',
      calls: [
        {
          tool: 'publish_page',
          arguments: { path: 'drafts/notes-3.2.md', site: 'staging', notify: null },
          result:
            'Traceback (most recent call last):\n  File "/srv/site/publish.py", line 88, in main\n    upload(page)\nPermissionError: [Errno 13] Permission denied: \'/var/www/staging\'',
          failed: true,
        },
      ],
    }),
    agent({
      thought: 'There is a queue for that.',
      calls: [
        {
          tool: 'publish_page',
          arguments: { path: 'drafts/notes-3.2.md', site: 'staging', notify: null, via: 'queue' },
          result: 'queued as job 512',
        },
      ],
    }),
    agent({
      text: 'Done:\n\n1. `Colors` → `Colours`\n2. "it\'s" → "its"\n\nThe page is queued for the staging site (job 512); publishing directly was not permitted.',
    }),
  ],
};

const greenhouse: Conversation = {
  id: 'greenhouse',
  title: 'House 4 is too dry',
  agent: 'grower',
  model: 'small-2025-03',
  system: 'You look after six greenhouses. Never open a valve by more than 60 per cent.',
  startedAt: '2025-07-08T11:30:10.750Z',
  turns: [
    user('House 4 looks dry. Check all and water where needed.'),
    agent({
      thought: 'Three readings at once.',
      calls: [
        {
          tool: 'read_sensors',
          arguments: { house: 4, kinds: ['soil', 'air'] },
          result: { soil: [0.11, 0.13, 0.09], air: { celsius: 31.2, humidity: 0.38 } },
        },
        {
          tool: 'read_sensors',
          arguments: { house: 5, kinds: ['soil', 'air'] },
          result: { soil: [0.29, 0.31, 0.3], air: { celsius: 27.9, humidity: 0.61 } },
        },
        { tool: 'tank_level', arguments: {}, result: '4120 l of 9000 l' },
      ],
    }),
    agent({
      thought: 'Only house 4 is below 0.2.',
      text: 'House 4 needs water; the tank holds enough.',
      calls: [
        {
          tool: 'set_valve',
          arguments: { valve: 3, percent: 42.5, minutes: 20, dry_run: false },
          result: 'valve 3: no answer within 5000 ms',
          failed: true,
        },
      ],
    }),
    agent({
      calls: [
        { tool: 'restart_controller', arguments: { name: 'ctl-b', force: true }, result: 'ctl-b is up' },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'set_valve',
          arguments: { valve: 3, percent: 42.5, minutes: 20, dry_run: false },
          result: { valve: 3, open: true, closes_at: '11:52' },
        },
      ],
    }),
    agent({ text: 'Watering house 4 until 11:52 (valve 3 at 42.5 %). The other houses are fine.' }),
    user('And how much water is left afterwards?'),
    agent({ calls: [{ tool: 'tank_level', arguments: { forecast: true }, result: '3880 l of 9000 l' }] }),
    agent({ text: 'About 3,880 litres.' }),
  ],
};

const letters: Conversation = {
  id: 'letters',
  title: 'A letter from Trieste',
  agent: 'coordinator',
  model: 'large-2025-06',
  system: 'A team that reads old letters: a coordinator, an archivist and a translator.',
  startedAt: '2025-09-27T14:08:00.000Z',
  turns: [
    user('Who wrote the letter in box 17, folder 3, and what does it ask for?'),
    agent({
      thought: 'The archivist has to find it first.',
      text: 'Archivist, please fetch box 17, folder 3.',
    }),
    agent({
      name: 'archivist',
      calls: [
        {
          tool: 'list_folder',
          arguments: { box: 17, folder: 3 },
          result: ['letter-1911-05-02.jpg', 'envelope.jpg'],
        },
      ],
    }),
    agent({
      name: 'archivist',
      thought: 'Two pages to read, both in German script.',
      calls: [
        {
          tool: 'transcribe',
          arguments: { file: 'letter-1911-05-02.jpg', script: 'Kurrent' },
          result:
            'Triest, den 2. Mai 1911\n\nSehr geehrter Herr Direktor!\nIch ersuche höflichst um Zusendung der Seekarten …\n\nHochachtungsvoll\nM. Pétursdóttir',
        },
        {
          tool: 'transcribe',
          arguments: { file: 'envelope.jpg', script: 'Kurrent' },
          result: 'no text found (confidence 0.12)',
          failed: true,
        },
      ],
    }),
    agent({ name: 'archivist', text: 'One letter of 2 May 1911, signed "M. Pétursdóttir". Translator?' }),
    agent({
      name: 'translator',
      calls: [
        {
          tool: 'glossary',
          arguments: { term: 'Seekarten', to: 'en' },
          result: '<dl><dt>Seekarte</dt><dd>nautical chart</dd></dl>',
        },
      ],
    }),
    agent({
      name: 'translator',
      thought: 'Short and with the quotation.',
      text: 'M. Pétursdóttir, writing from Trieste, asks the director for nautical charts ("um Zusendung der Seekarten").',
    }),
  ],
};

export const NEW_CONVERSATIONS: readonly Conversation[] = [library, press, greenhouse, letters];
