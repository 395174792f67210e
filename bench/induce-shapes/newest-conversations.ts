/** Four more scripted runs, for the third set of shapes written blind: a cluster, a bakery and two visits to web sites. */
import type { AgentTurn, Conversation, UserTurn } from './conversations.ts';

function user(text: string): UserTurn {
  return { by: 'user', text };
}

function agent(turn: Omit<AgentTurn, 'by'>): AgentTurn {
  return { by: 'agent', ...turn };
}

const cluster: Conversation = {
  id: 'cluster',
  title: 'A pod that will not start',
  agent: 'sre',
  model: 'large-2025-06',
  system: 'You look after a Kubernetes cluster. Say what you change before you change it.',
  startedAt: '2025-08-19T06:42:11.300Z',
  turns: [
    user('why does the thumbnailer in namespace media restart all the time? fix it if it is simple'),
    agent({
      thought: 'Pods and events side by side.',
      calls: [
        {
          tool: 'kubectl',
          arguments: { command: 'kubectl get pods -n media', modifies_resource: 'no' },
          result:
            'NAME                           READY   STATUS             RESTARTS       AGE\nthumbnailer-6c9f7d5b4-q8xkz    0/1     CrashLoopBackOff   14 (2m ago)    51m\nuploader-7d5c4b9f8-2mtrw       1/1     Running            0              9d',
          exitCode: 0,
        },
        {
          tool: 'kubectl',
          arguments: {
            command: 'kubectl get events -n media --sort-by=.lastTimestamp',
            modifies_resource: 'no',
          },
          result:
            'LAST SEEN   TYPE      REASON      OBJECT                            MESSAGE\n2m          Warning   OOMKilled   pod/thumbnailer-6c9f7d5b4-q8xkz   Container thumbnailer exceeded 64Mi',
          exitCode: 0,
        },
      ],
    }),
    agent({
      text: 'It is killed for memory: the limit is 64Mi. I raise it to 256Mi.',
      calls: [
        {
          tool: 'kubectl',
          arguments: {
            command: 'kubectl set resources deploy/thumbnailer -n media --limits=memory=256Mi',
            modifies_resource: 'yes',
          },
          result:
            'Error from server (Forbidden): deployments.apps "thumbnailer" is forbidden: User "sre" cannot patch resource "deployments"',
          failed: true,
          exitCode: 1,
        },
      ],
    }),
    agent({
      thought: 'The limit may come from Helm values instead.',
      calls: [
        {
          tool: 'helm_values',
          arguments: {
            release: 'thumbnailer',
            namespace: 'media',
            set: { 'resources.limits.memory': '256Mi' },
          },
          result: { revision: 8, status: 'deployed', notes: null },
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'wait_ready',
          arguments: { selector: 'app=thumbnailer', timeout_seconds: 90 },
          result: { ready: true, after_seconds: 17.5 },
        },
      ],
    }),
    agent({
      text: 'The container needed more than its 64Mi. Revision 8 of the release raises the limit to 256Mi, and the pod has been ready since 17 seconds after that.',
    }),
  ],
};

const bakery: Conversation = {
  id: 'bakery',
  title: 'Simit for forty',
  agent: 'counter',
  model: 'tiny-2025-08',
  system: 'You take orders for a bakery in İzmir. Nothing is baked before the deposit is paid.',
  startedAt: '2025-10-02T05:12:09.000Z',
  turns: [
    user('Günaydın! 40 simit ve 3 tepsi börek istiyorum, cumartesi saat 9’da. Fiyatı ne olur?'),
    agent({
      thought: 'Price list and the oven, both are independent.',
      calls: [
        {
          tool: 'quote_items',
          arguments: {
            lines: [
              { item: 'simit', count: 40 },
              { item: 'börek (tepsi)', count: 3 },
            ],
          },
          result: { total: 1840.5, currency: 'TRY', valid_until: '2025-10-03' },
        },
        {
          tool: 'oven_slots',
          arguments: { day: '2025-10-04', before: '09:00' },
          result: ['05:30', '07:15'],
        },
      ],
    }),
    agent({ text: 'Toplam 1.840,50 ₺. Fırın 07:15’te boş. Kapora için 500 ₺ alabilir miyim?' }),
    user('evet, kart sonu 8821 🥨'),
    agent({
      calls: [
        {
          tool: 'charge_deposit',
          arguments: { amount: 500, card_last4: '8821', capture: true },
          result: 'DECLINED 51: yetersiz bakiye',
          failed: true,
        },
      ],
    }),
    agent({ text: 'Kart reddedildi (yetersiz bakiye). Başka bir kart var mı?' }),
    user('o zaman 4410'),
    agent({
      calls: [
        {
          tool: 'charge_deposit',
          arguments: { amount: 500, card_last4: '4410', capture: true },
          result: { receipt: 'K-2291', paid: 500 },
        },
      ],
    }),
    agent({
      thought: 'Paid. Book the oven and print the ticket.',
      calls: [
        {
          tool: 'book_oven',
          arguments: { day: '2025-10-04', slot: '07:15', receipt: 'K-2291' },
          result: { ticket: 'F-17' },
        },
        {
          tool: 'print_ticket',
          arguments: { ticket: 'F-17', copies: 2, notes: 'susam bol\nkutu: 4' },
          result: '=== F-17 ===\n40 simit\n 3 börek\nCmt 09:00',
        },
      ],
    }),
    agent({ text: 'Tamamdır: F-17, cumartesi 9’da hazır. Kapora makbuzu K-2291.' }),
  ],
};

const permit: Conversation = {
  id: 'permit',
  title: 'Parking permit',
  agent: 'browser',
  model: 'medium-2025-05',
  system: 'You use a web browser for somebody else. Never pay.',
  startedAt: '2025-03-12T14:20:00.000Z',
  turns: [
    user('Find out on city.example what a parking permit for zone C costs.'),
    agent({
      thought: 'Open the page of the town.',
      calls: [
        {
          tool: 'browser_navigate',
          arguments: { url: 'https://city.example/parking' },
          result: { url: 'https://city.example/parking', title: 'Parking', links: ['Zones', 'Fees'] },
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'browser_click',
          arguments: { element: 'Fees link', ref: 'e14' },
          result: 'Error: Ref e14 not found in the current page snapshot. Try capturing a new snapshot.',
          failed: true,
        },
      ],
    }),
    agent({
      thought: 'Take the snapshot again.',
      calls: [
        {
          tool: 'browser_snapshot',
          arguments: {},
          result: '- heading "Parking" [level=1]\n- link "Zones" [ref=e20]\n- link "Fees" [ref=e21]',
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'browser_click',
          arguments: { element: 'Fees link', ref: 'e21' },
          result: '- table:\n  - row "Zone C 84.00 € a year"\n  - row "Zone D 60.00 € a year"',
        },
      ],
    }),
    agent({ text: 'A permit for zone C costs 84.00 € a year.' }),
  ],
};

const museum: Conversation = {
  id: 'museum',
  title: 'Opening hours',
  agent: 'browser',
  model: 'medium-2025-05',
  system: 'You use a web browser for somebody else. Never pay.',
  startedAt: '2025-03-14T09:05:30.000Z',
  turns: [
    user('Is the Musée des Télégraphes open on Monday, and may I bring a dog?'),
    agent({
      thought: 'Search on the site.',
      calls: [
        {
          tool: 'browser_navigate',
          arguments: { url: 'https://telegraphes.example/' },
          result: '- heading "Musée des Télégraphes" [level=1]\n- searchbox "Rechercher" [ref=e5]',
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'browser_type',
          arguments: { element: 'search box', ref: 'e5', text: 'lundi chien', submit: true, slowly: false },
          result:
            '- list:\n  - listitem: "Horaires : fermé le lundi"\n  - listitem: "Les chiens d’assistance sont admis"',
        },
      ],
    }),
    agent({
      thought: 'Is Monday a public holiday with other hours?',
      calls: [
        {
          tool: 'browser_evaluate',
          arguments: { function: '() => document.querySelectorAll("time").length' },
          result: 3,
        },
        {
          tool: 'browser_console_messages',
          arguments: { onlyErrors: true },
          result:
            '[ERROR] Failed to load resource: the server responded with a status of 404 () @ /agenda.json:0',
        },
      ],
    }),
    agent({ text: 'No: it is closed on Mondays. Only assistance dogs may come in.' }),
  ],
};

export const NEWEST_CONVERSATIONS: readonly Conversation[] = [cluster, bakery, permit, museum];
