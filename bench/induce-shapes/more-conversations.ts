/** Three more scripted runs, in other words: a house, a game and an office of lawyers. */
import type { AgentTurn, Conversation, UserTurn } from './conversations.ts';

function user(text: string): UserTurn {
  return { by: 'user', text };
}

function agent(turn: Omit<AgentTurn, 'by'>): AgentTurn {
  return { by: 'agent', ...turn };
}

const home: Conversation = {
  id: 'home',
  title: 'Warm bathroom, dark hallway',
  agent: 'butler',
  model: 'tiny-2025-08',
  system: 'You run a house in Uppsala. Locks and the stove need a spoken yes.',
  startedAt: '2025-12-01T05:58:20.100Z',
  turns: [
    user('good morning, make the bathroom 24° by seven and switch off everything in the hall'),
    agent({
      thought: 'Two rooms. I need the ids of the devices.',
      calls: [
        {
          tool: 'find_devices',
          arguments: { room: 'bathroom', kinds: ['heater', 'sensor'] },
          result: [
            { id: 'dev-41', kind: 'heater', on: false },
            { id: 'dev-44', kind: 'sensor', celsius: 18.5 },
          ],
        },
        {
          tool: 'find_devices',
          arguments: { room: 'hall', kinds: ['light'] },
          result: [
            { id: 'dev-07', kind: 'light', on: true, brightness: 80 },
            { id: 'dev-08', kind: 'light', on: false, brightness: 0 },
          ],
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'set_heater',
          arguments: { device: 'dev-41', target: 24, until: '07:00', boost: true },
          result: { accepted: true, eta_minutes: 38 },
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'set_light',
          arguments: { device: 'dev-07', on: false },
          result: 'device dev-07 unreachable (last seen 05:12)',
          failed: true,
        },
      ],
    }),
    agent({
      thought: 'The bridge may have to wake up.',
      calls: [{ tool: 'ping_bridge', arguments: { name: 'zigbee-1' }, result: 'pong in 41 ms' }],
    }),
    agent({
      calls: [
        { tool: 'set_light', arguments: { device: 'dev-07', on: false }, result: { on: false, attempts: 2 } },
      ],
    }),
    agent({
      text: 'The bathroom will have 24 °C at about 06:37, and the hall is dark. The lamp answered at the second try only.',
    }),
    user('is the front door locked?'),
    agent({
      calls: [{ tool: 'lock_state', arguments: { door: 'front' }, result: { locked: false, battery: 0.71 } }],
    }),
    agent({ text: 'No, it is open. Shall I lock it?' }),
    user('yes'),
    agent({
      calls: [
        {
          tool: 'turn_key',
          arguments: { door: 'front', direction: 'lock', confirmed: true },
          result: { locked: true, battery: 0.7 },
        },
      ],
    }),
    agent({ text: 'Locked.' }),
  ],
};

const game: Conversation = {
  id: 'game',
  title: 'The lighthouse cellar',
  agent: 'player',
  model: 'large-2025-06',
  system: 'You play a text adventure. One move at a time. Score as many points as you can.',
  startedAt: '2025-08-14T20:05:44.000Z',
  turns: [
    user('Win the game: light the lamp of the lighthouse.'),
    agent({
      thought: 'Look around before I move.',
      calls: [
        {
          tool: 'look',
          arguments: {},
          result:
            'Cellar\nYou stand in a damp cellar. A ladder leads up; a chest stands in the corner.\n\nExits: up, east',
        },
      ],
    }),
    agent({
      thought: 'Chests hold things.',
      calls: [
        {
          tool: 'act',
          arguments: { verb: 'open', object: 'chest' },
          result: 'The chest is locked.',
          failed: true,
        },
      ],
    }),
    agent({
      thought: 'Is there a key to the east?',
      calls: [
        {
          tool: 'move',
          arguments: { direction: 'east', steps: 1 },
          result: 'Store room\nShelves, mostly empty. An iron key hangs on a nail. [Score: 5]',
        },
      ],
    }),
    agent({
      calls: [{ tool: 'act', arguments: { verb: 'take', object: 'iron key' }, result: 'Taken. [Score: 10]' }],
    }),
    agent({
      thought: 'Back, and open the chest with it.',
      calls: [
        {
          tool: 'move',
          arguments: { direction: 'west', steps: 1 },
          result: 'Cellar\nA ladder leads up; a chest stands in the corner.',
        },
        {
          tool: 'act',
          arguments: { verb: 'unlock', object: 'chest', with: 'iron key' },
          result: 'Click. Inside lie a box of matches and a note: "third step is rotten". [Score: 20]',
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'act',
          arguments: { verb: 'take', object: 'matches' },
          result: 'Taken.',
        },
      ],
    }),
    agent({
      thought: 'The note warns of the third step, so two at once.',
      calls: [
        {
          tool: 'move',
          arguments: { direction: 'up', steps: 2, careful: true },
          result: 'Lamp room\nWind howls. The great lamp is dark. [Score: 30]',
        },
      ],
    }),
    agent({
      calls: [
        {
          tool: 'act',
          arguments: { verb: 'light', object: 'lamp', with: 'matches' },
          result: '*** The beam sweeps over the bay. You have won! *** [Score: 50/50]',
        },
      ],
    }),
    agent({ text: 'The lamp burns; the game ended with 50 of 50 points in nine moves.' }),
  ],
};

const intake: Conversation = {
  id: 'intake',
  title: 'Deposit withheld after moving out',
  agent: 'paralegal',
  model: 'medium-2025-05',
  system:
    'You take in new matters for a law office. You give no legal advice. Check for conflicts of interest first.',
  startedAt: '2025-10-28T09:40:00.000Z',
  turns: [
    user('My landlord, Brückner Immobilien GmbH, keeps my deposit of 2,150 € since June. Can you help?'),
    agent({
      thought: 'Conflict check before anything else.',
      text: 'Thank you for writing to us. Let me first check whether we may act in this matter.',
      calls: [
        {
          tool: 'check_conflicts',
          arguments: { parties: ['Brückner Immobilien GmbH'], scope: 'all_offices' },
          result: { conflict: false, similar: [{ name: 'Brückner Bau AG', matter: 'closed 2019' }] },
        },
      ],
    }),
    agent({
      text: 'There is no conflict. When did you hand back the keys, and is there a record of the handover?',
    }),
    user('31 May 2025, and yes, with "no defects" written on it. My name is Amadou Ndiaye.'),
    agent({
      calls: [
        {
          tool: 'search_statutes',
          arguments: { topic: 'tenancy deposit return period', jurisdiction: 'DE', limit: 2 },
          result:
            '1. § 551 BGB — limits and investment of deposits\n2. case law: return within three to six months after the end of the tenancy',
        },
        {
          tool: 'open_matter',
          arguments: {
            client: { name: 'Amadou Ndiaye', role: 'tenant' },
            opponent: 'Brückner Immobilien GmbH',
            value: 2150,
            tags: ['tenancy', 'deposit'],
          },
          result: 'E-409: matter number 25-1187 is reserved by another session',
          failed: true,
        },
      ],
    }),
    agent({
      thought: 'Reserve another number.',
      calls: [
        {
          tool: 'open_matter',
          arguments: {
            client: { name: 'Amadou Ndiaye', role: 'tenant' },
            opponent: 'Brückner Immobilien GmbH',
            value: 2150,
            tags: ['tenancy', 'deposit'],
            number: '25-1188',
          },
          result: {
            matter: '25-1188',
            lawyer: 'K. Öztürk',
            next_free: ['2025-11-03 10:00', '2025-11-04 15:30'],
          },
        },
      ],
    }),
    agent({
      text: 'Your matter has the number 25-1188. Ms Öztürk has time on 3 November at 10:00 or on 4 November at 15:30. Which one suits you?',
    }),
    user('The 4th.'),
    agent({
      calls: [
        {
          tool: 'book_slot',
          arguments: { matter: '25-1188', at: '2025-11-04 15:30', video: false },
          result: 'ok',
        },
      ],
    }),
    agent({ text: 'Booked for 4 November, 15:30. Please bring the lease and the record of the handover.' }),
  ],
};

export const MORE_CONVERSATIONS: readonly Conversation[] = [home, game, intake];
